/** Which events somebody wants to see, as the page's address carries it. */
import { EVENT_KINDS } from '../api/recorder';
import type { Happening, Role } from '../api/types';
import { startOfDay } from '../common/time';
import { kindWords } from './sentences';

export interface Filter {
  readonly camera?: string;
  /** Empty: all. */
  readonly kinds: readonly string[];
  /** Local midnight at which the day begins, milliseconds since 1970; undefined: up to now. */
  readonly day?: number;
}

/** By the address's parameters `camera`, `kind`, `day` (2026-11-30); what makes no sense is left out. */
export function filterOf(parameters: URLSearchParams): Filter {
  const camera = parameters.get('camera') ?? '';
  const kind = parameters.get('kind') ?? '';
  const day = Date.parse(`${parameters.get('day') ?? ''}T00:00:00`);
  return {
    ...(camera === '' ? {} : { camera }),
    kinds: kind === '' ? [] : kind.split(','),
    ...(Number.isNaN(day) ? {} : { day }),
  };
}

export function admits(filter: Filter, event: Happening): boolean {
  return (
    (filter.camera === undefined || filter.camera === event.camera) &&
    (filter.kinds.length === 0 || filter.kinds.includes(event.kind)) &&
    (filter.day === undefined || startOfDay(new Date(event.at)).getTime() === filter.day)
  );
}

const LEAST: Readonly<Record<string, Role>> = { disk: 'operator', login: 'admin', plugin: 'admin' };

/** Kinds that an account may hear of, each with its words. */
export const kindsFor = (may: (role: Role) => boolean): { value: string; label: string }[] =>
  EVENT_KINDS.filter((kind) => may(LEAST[kind] ?? 'viewer')).map((kind) => ({
    value: kind,
    label: kindWords(kind),
  }));
