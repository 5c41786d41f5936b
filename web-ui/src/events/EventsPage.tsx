import { Button, Loader, NativeSelect, TextInput } from '@mantine/core';
import IconPlayerPlay from '@tabler/icons-react/icons/IconPlayerPlay';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { cameras } from '../api/recorder';
import type { Camera } from '../api/types';
import { Page } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { has, useSession } from '../common/session';
import { smallStream } from '../common/smallStream';
import { clockWords, dayWords, lengthWords } from '../common/time';
import { usePoll } from '../common/usePoll';
import { filterOf, kindsFor } from './filter';
import { kindWords, sentence } from './sentences';
import { Still } from './Still';
import { identity, rows } from './told';
import type { Row } from './told';
import { useEventList } from './useEventList';
import classes from './EventsPage.module.css';

/** So that one sees how it came about. */
const LEAD_MS = 5000;

/** What happened, in sentences, the newest first and as it happens; each leads to its pictures. */
export function EventsPage() {
  const { session } = useSession();
  const [parameters, setParameters] = useSearchParams();
  const known = usePoll('cameras', cameras.all, 60_000);
  const filter = filterOf(parameters);
  const { list, fresh, more, problem, older } = useEventList(filter);
  const all = known.value ?? [];
  const byId = new Map(all.map((camera) => [camera.id, camera]));
  const set = (name: string, value: string) =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.set(name, value);
      if (value === '') {
        next.delete(name);
      }
      return next;
    });

  return (
    <Page title="Events">
      <div className={classes.filters} role="search" aria-label="Which events">
        <NativeSelect
          label="Camera"
          value={filter.camera ?? ''}
          data={[{ value: '', label: 'all' }, ...all.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(event) => set('camera', event.currentTarget.value)}
        />
        <NativeSelect
          label="Kind"
          value={filter.kinds.join(',')}
          data={[
            { value: '', label: 'all' },
            // An address may ask for several.
            ...(filter.kinds.length > 1
              ? [{ value: filter.kinds.join(','), label: filter.kinds.map(kindWords).join(', ') }]
              : []),
            ...kindsFor((role) => has(session, role)),
          ]}
          onChange={(event) => set('kind', event.currentTarget.value)}
        />
        <TextInput
          label="Day"
          type="date"
          value={parameters.get('day') ?? ''}
          onChange={(event) => set('day', event.currentTarget.value)}
        />
      </div>
      <ProblemNote problem={problem} />
      {list === undefined && problem === undefined && <Loader />}
      {list?.length === 0 && <p className={classes.none}>Nothing of this kind has happened.</p>}
      {list !== undefined && list.length > 0 && (
        <List all={rows(list)} fresh={fresh} cameras={byId} present={filter.day === undefined} />
      )}
      {more && <Older onWanted={older} />}
    </Page>
  );
}

interface ListProps {
  all: readonly Row[];
  fresh: ReadonlySet<string>;
  cameras: ReadonlyMap<string, Camera>;
  /** It reaches up to now: what has no end goes on. */
  present: boolean;
}

function List({ all, fresh, cameras: known, present }: ListProps) {
  const days = new Map<string, Row[]>();
  for (const row of all) {
    const day = dayWords(new Date(row.event.at));
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([day, some]) => (
    <section key={day} className={classes.day}>
      <h2>{day}</h2>
      <ol>
        {some.map((row) => (
          <Item
            key={identity(row.event)}
            row={row}
            fresh={fresh.has(identity(row.event))}
            camera={known.get(row.event.camera ?? '')}
            present={present}
          />
        ))}
      </ol>
    </section>
  ));
}

interface ItemProps {
  row: Row;
  fresh: boolean;
  /** Undefined: it concerns none, or one that is no more. */
  camera: Camera | undefined;
  present: boolean;
}

function Item({ row: { event, ended }, fresh, camera, present }: ItemProps) {
  const at = Date.parse(event.at);
  const gone = event.kind === 'camera' && event.text !== 'live';
  return (
    <li className={classes.item} data-fresh={fresh || undefined} data-kind={event.kind}>
      <time dateTime={event.at}>{clockWords(new Date(at))}</time>
      {camera === undefined ? (
        <div className={classes.still} />
      ) : (
        <Still camera={camera.id} stream={smallStream(camera)} at={gone ? at - LEAD_MS : at} />
      )}
      <p>
        {sentence(event, camera?.name ?? event.camera)}
        <small>{lasted(event.phase, at, ended, present)}</small>
        {fresh && <span className={classes.new}>new</span>}
      </p>
      {event.camera !== undefined && (
        <Button
          component={Link}
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={14} stroke={1.8} />}
          to={`/replay?${new URLSearchParams({ camera: event.camera, at: new Date(at - LEAD_MS).toISOString() }).toString()}`}
          aria-label={`Replay from 5 s before ${clockWords(new Date(at))}`}
          title="Replay from 5 s before"
        >
          Replay
        </Button>
      )}
    </li>
  );
}

function lasted(phase: string, at: number, ended: number | undefined, present: boolean): string {
  if (phase !== 'began') {
    return '';
  }
  return ended !== undefined ? lengthWords(ended - at) : present ? 'goes on' : '';
}

/** Asks for more when it is scrolled to, or pressed. */
function Older({ onWanted }: { onWanted: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const wanted = useRef(onWanted);
  useEffect(() => {
    wanted.current = onWanted;
  });
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          wanted.current();
        }
      },
      { rootMargin: '400px' },
    );
    if (place.current !== null) {
      seen.observe(place.current);
    }
    return () => seen.disconnect();
  });
  return (
    <div ref={place}>
      <Button variant="default" onClick={onWanted}>
        Older events
      </Button>
    </div>
  );
}
