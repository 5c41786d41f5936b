import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import type { Problem } from '../api/http';
import { session } from '../api/recorder';
import logo from './vedette.svg';
import { ProblemNote } from './ProblemNote';
import { useTitle } from './Page';
import classes from './SignIn.module.css';

/** Asks who is there. `done` is called once the recorder has set its cookie. */
export function SignIn({ done }: { done: () => void }) {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useTitle('Sign in');

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const answer = await session.signIn(user, password);
    setBusy(false);
    if (answer.ok) {
      done();
    } else {
      setProblem(answer.problem.kind === 'signed-out' ? WRONG : answer.problem);
      setPassword('');
    }
  };

  return (
    <main className={classes.ground}>
      <form className={classes.card} onSubmit={(event) => void submit(event)} aria-label="Sign in">
        <div className={classes.brand}>
          <img src={logo} alt="" width={40} height={40} />
          <div>
            <h1>Vedette</h1>
            <p>Sign in to this recorder</p>
          </div>
        </div>
        <ProblemNote problem={problem} />
        <TextInput
          label="User name"
          name="user"
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          size="md"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={busy} fullWidth>
          Sign in
        </Button>
        <p className={classes.hint}>
          At the very first start the recorder prints the password of the account <b>admin</b>.
        </p>
      </form>
    </main>
  );
}

/** The recorder does not say which of the two is wrong, so neither do we. */
const WRONG: Problem = { kind: 'refused', status: 401, words: 'User name or password is wrong.' };
