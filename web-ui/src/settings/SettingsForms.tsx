import { Button, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SubmitEvent } from 'react';
import type { Problem } from '../api/http';
import { settings } from '../api/recorder';
import type { SettingSchema, Settings } from '../api/types';
import { Answer } from '../common/Answer';
import { ProblemNote } from '../common/ProblemNote';
import { usePoll } from '../common/usePoll';
import { changesOf, draftOf } from './settingDraft';
import classes from './SettingsForms.module.css';

/** A form for each bundle that can be set, drawn from what the bundle says of itself: none is known by name. */
export function SettingsForms() {
  const answer = usePoll('settings', settings.all, 0);
  return (
    <>
      <h2>Settings</h2>
      <Answer of={answer}>{(all) => all.map((one) => <SettingsForm key={one.pid} settings={one} />)}</Answer>
    </>
  );
}

function SettingsForm({ settings: first }: { settings: Settings }) {
  const [now, setNow] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(first));
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const changes = changesOf(now, draft);
  const keys = Object.entries(now.schema.properties);
  const known = keys.some(([key]) => problem?.field === `values.${key}`);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await settings.change(now.pid, changes);
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) {
      setNow(answer.value);
      setDraft(draftOf(answer.value));
    }
  };

  return (
    <form className={classes.form} aria-label={now.title} onSubmit={(event) => void submit(event)} noValidate>
      <header>
        <b>{now.title}</b>
        <div className={classes.soft}>{now.schema.description}</div>
      </header>
      {keys.map(([key, schema]) => (
        <Field
          key={key}
          name={key}
          schema={schema}
          value={draft[key] ?? ''}
          fault={problem?.field === `values.${key}` ? problem.words : undefined}
          onChange={(value) => setDraft((before) => ({ ...before, [key]: value }))}
        />
      ))}
      {!known && <ProblemNote problem={problem} />}
      <Button type="submit" disabled={Object.keys(changes).length === 0} loading={busy}>
        Save
      </Button>
    </form>
  );
}

interface FieldProps {
  name: string;
  schema: SettingSchema;
  value: string | boolean;
  fault: string | undefined;
  onChange: (value: string | boolean) => void;
}

function Field({ name, schema, value, fault, onChange }: FieldProps) {
  const common = { label: schema.title ?? name, description: schema.description, error: fault };
  if (typeof value === 'boolean') {
    return <Switch {...common} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  const text = {
    ...common,
    value,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (schema.oneOf !== undefined) {
    return (
      <NativeSelect
        {...text}
        data={schema.oneOf.map((choice) => ({ value: String(choice.const), label: choice.title }))}
      />
    );
  }
  if (schema.type === 'array') {
    return <Textarea {...text} rows={2} placeholder="one a line" />;
  }
  if (schema.writeOnly === true) {
    return <PasswordInput {...text} placeholder="stays as it is" autoComplete="off" />;
  }
  return <TextInput {...text} inputMode={schema.type === 'string' ? 'text' : 'decimal'} />;
}
