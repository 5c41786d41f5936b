import { ActionIcon, Button, Loader } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import IconMaximize from '@tabler/icons-react/icons/IconMaximize';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import IconVideo from '@tabler/icons-react/icons/IconVideo';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { cameras } from '../api/recorder';
import type { Camera } from '../api/types';
import { useTitle } from '../common/Page';
import { ProblemNote } from '../common/ProblemNote';
import { has, useSession } from '../common/session';
import { useStored } from '../common/stored';
import { usePoll } from '../common/usePoll';
import { fitting, gridOf, isLayout, LAYOUTS, neighbour, onPage, pagesOf } from './layouts';
import type { Layout } from './layouts';
import { Tile } from './Tile';
import classes from './Wall.module.css';

const isAuto = (value: unknown): value is Layout | 0 => value === 0 || isLayout(value);

/** The wall: live tiles in a grid, one of them enlarged on demand. What operators look at all day. */
export function Wall() {
  useTitle('Wall');
  const all = usePoll('cameras', cameras.all, 10_000);
  // 0: nobody has chosen yet, so take what fits.
  const [chosen, setChosen] = useStored<Layout | 0>('layout', 0, isAuto);
  const [page, setPage] = useState(0);
  const [enlarged, setEnlarged] = useState<string>();
  const grid = useRef<HTMLDivElement>(null);

  const list = all.value ?? [];
  const layout = chosen === 0 ? fitting(list.length) : chosen;
  const shown = onPage(list, layout, page);
  const pages = pagesOf(list.length, layout);
  const at = Math.min(page, pages - 1);

  useEffect(() => {
    const escape = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') {
        setEnlarged(undefined);
      }
    };
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number, camera: Camera) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    if (event.key === 'Enter') {
      setEnlarged(enlarged === camera.id ? undefined : camera.id);
    } else if (event.key.startsWith('Arrow') && enlarged === undefined) {
      event.preventDefault();
      const to = neighbour(index, event.key, gridOf(layout).columns, shown.length);
      grid.current?.querySelectorAll<HTMLElement>('[data-camera]')[to]?.focus();
    }
  };

  return (
    <div className={classes.wall}>
      <header className={classes.bar}>
        <h1>Wall</h1>
        {list.length > 0 && <Count cameras={list.length} shown={shown.length} />}
        <div className={classes.layouts} role="group" aria-label="Tiles">
          {LAYOUTS.map((count) => (
            <button
              key={count}
              type="button"
              aria-pressed={count === layout}
              title={count === 1 ? 'One tile' : `${count} tiles`}
              onClick={() => {
                setChosen(count);
                setPage(0);
                setEnlarged(undefined);
              }}
            >
              {count}
            </button>
          ))}
        </div>
        {pages > 1 && (
          <div className={classes.pager}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Previous cameras"
              disabled={at === 0}
              onClick={() => setPage(at - 1)}
            >
              <IconChevronLeft size={18} />
            </ActionIcon>
            <span>
              {at + 1} / {pages}
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Next cameras"
              disabled={at === pages - 1}
              onClick={() => setPage(at + 1)}
            >
              <IconChevronRight size={18} />
            </ActionIcon>
          </div>
        )}
        <ActionIcon
          className={classes.full}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Full screen"
          title="Full screen"
          onClick={() => void grid.current?.requestFullscreen()}
        >
          <IconMaximize size={20} stroke={1.6} />
        </ActionIcon>
      </header>
      {all.problem !== undefined && all.value === undefined && <ProblemNote problem={all.problem} />}
      {all.value === undefined && all.problem === undefined && <Loader className={classes.loader} />}
      {all.value?.length === 0 && <Nothing />}
      <div
        ref={grid}
        className={classes.grid}
        data-layout={layout}
        data-enlarged={enlarged !== undefined || undefined}
      >
        {shown.map((camera, index) => (
          <Tile
            key={camera.id}
            camera={camera}
            enlarged={camera.id === enlarged}
            onEnlarge={(big) => setEnlarged(big ? camera.id : undefined)}
            onKeyDown={(event) => onKeyDown(event, index, camera)}
          />
        ))}
      </div>
    </div>
  );
}

function Count({ cameras: count, shown }: { cameras: number; shown: number }) {
  return (
    <span className={classes.count}>
      {shown < count ? `${shown} of ${count} cameras` : count === 1 ? '1 camera' : `${count} cameras`}
    </span>
  );
}

function Nothing() {
  const { session } = useSession();
  return (
    <div className={classes.nothing}>
      <IconVideo size={52} stroke={1.2} aria-hidden="true" />
      <h2>No camera yet</h2>
      {has(session, 'admin') ? (
        <>
          <p>
            Add the first one with its address, for example <code>rtsp://192.168.1.20/stream1</code>. Its
            picture appears here and is recorded from then on.
          </p>
          <Button component={Link} to="/cameras?add" leftSection={<IconPlus size={18} />}>
            Add a camera
          </Button>
        </>
      ) : (
        <p>An administrator adds cameras on the page Cameras. Their pictures appear here.</p>
      )}
    </div>
  );
}
