import type { SettingSchema, Settings } from '../api/types';

/** What stands in the fields of a form, by key; a list has one item a line. */
export type Draft = Readonly<Record<string, string | boolean>>;

export const draftOf = ({ schema, values }: Settings): Draft =>
  Object.fromEntries(
    Object.entries(schema.properties).map(([key, { type }]): [string, string | boolean] => {
      const value = values[key];
      return [key, type === 'boolean' ? value === true : typed(value)];
    }),
  );

const typed = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(typed).join('\n')
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : '';

/** What a request has to say to make the draft true: the values that were changed. */
export function changesOf(settings: Settings, draft: Draft): Record<string, unknown> {
  const before = draftOf(settings);
  return Object.fromEntries(
    Object.entries(settings.schema.properties)
      .filter(([key]) => draft[key] !== before[key])
      .map(([key, schema]) => [key, valueOf(schema, draft[key] ?? '')]),
  );
}

/** A number that is none stays text: the recorder says what is wrong with it. */
function valueOf(schema: SettingSchema, text: string | boolean): unknown {
  if (typeof text === 'boolean') {
    return text;
  }
  if (schema.type === 'array') {
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => valueOf(schema.items ?? { type: 'string' }, line));
  }
  const number = Number(text);
  return schema.type !== 'string' && text.trim() !== '' && Number.isFinite(number) ? number : text;
}
