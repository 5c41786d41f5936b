import { useCallback, useEffect, useMemo, useState } from 'react';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { onSignedOut } from './api/http';
import { session } from './api/recorder';
import { Page } from './common/Page';
import { ProblemNote } from './common/ProblemNote';
import { SessionContext } from './common/session';
import { Shell } from './common/Shell';
import { SignIn } from './common/SignIn';
import { usePoll } from './common/usePoll';
import { CamerasPage } from './cameras/CamerasPage';
import { ExportsPage } from './exports/ExportsPage';
import { EventsPage } from './events/EventsPage';
import { PluginsPage } from './plugins/PluginsPage';
import { ReplayPage } from './replay/ReplayPage';
import { StoragePage } from './settings/StoragePage';
import { SystemPage } from './settings/SystemPage';
import { UsersPage } from './settings/UsersPage';
import { Wall } from './live/Wall';

/** Sign-in first, then the pages. */
export function App() {
  const [round, setRound] = useState(0);
  const [out, setOut] = useState(false);
  const now = usePoll(`session ${round}`, session.now, 0);

  useEffect(() => onSignedOut(() => setOut(true)), []);
  const signedIn = useCallback(() => {
    setOut(false);
    setRound((r) => r + 1);
  }, []);
  const who = now.value;
  const context = useMemo(
    () =>
      who === undefined
        ? null
        : { session: who, signOut: () => void session.signOut().then(() => setOut(true)) },
    [who],
  );

  if (out) {
    return <SignIn done={signedIn} />;
  }
  if (context === null) {
    return now.problem === undefined ? null : <Waiting problem={now.problem} again={signedIn} />;
  }
  return (
    <SessionContext value={context}>
      <BrowserRouter>
        <Routes>
          <Route element={<Shell />}>
            <Route index element={<Wall />} />
            <Route path="cameras" element={<CamerasPage />} />
            <Route path="replay" element={<ReplayPage />} />
            <Route path="exports" element={<ExportsPage />} />
            <Route path="events" element={<EventsPage />} />
            <Route path="plugins" element={<PluginsPage />} />
            <Route path="storage" element={<StoragePage />} />
            <Route path="users" element={<UsersPage />} />
            <Route path="system" element={<SystemPage />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </BrowserRouter>
    </SessionContext>
  );
}

/** The recorder does not answer, or is still starting: say so and look again. */
function Waiting({
  problem,
  again,
}: {
  problem: Parameters<typeof ProblemNote>[0]['problem'];
  again: () => void;
}) {
  useEffect(() => {
    const timer = setTimeout(again, 2000);
    return () => clearTimeout(timer);
  }, [again, problem]);
  return (
    <Page title="Vedette">
      <ProblemNote problem={problem} />
    </Page>
  );
}

function NotFound() {
  return (
    <Page title="There is no such page">
      <Link to="/">To the wall</Link>
    </Page>
  );
}
