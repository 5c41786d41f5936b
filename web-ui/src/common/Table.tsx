import type { ReactNode } from 'react';
import classes from './Table.module.css';

interface Props {
  /** What the table is of, for those who do not see it. */
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Said instead of an empty table. */
  none: string;
}

/** A plain table; on phones each row becomes a small card with its column's names. */
export function Table({ label, columns, rows, none }: Props) {
  if (rows.length === 0) {
    return <p className={classes.none}>{none}</p>;
  }
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, i) => (
              <td key={columns[i]} data-column={columns[i]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
