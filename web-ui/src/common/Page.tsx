import { useEffect } from 'react';
import type { ReactNode } from 'react';
import classes from './Page.module.css';

interface Props {
  title: string;
  /** What can be done here, right of the title. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A page of text and tables: title, tools, content in a readable width. */
export function Page({ title, tools, children }: Props) {
  useTitle(title);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{title}</h1>
        <div className={classes.tools}>{tools}</div>
      </header>
      {children}
    </div>
  );
}

/** Names the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Vedette`;
  }, [title]);
}
