import { Alert, Button, Group, List, Loader, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Result } from '../api/http';
import { cameras } from '../api/recorder';
import type { Camera, Finding, SettingsReport as Report } from '../api/types';
import { ProblemNote } from '../common/ProblemNote';
import { usePoll } from '../common/usePoll';

const NAMES: Record<Finding['setting'], string> = {
  codec: 'Codec',
  keyPictures: 'Key pictures',
  subStream: 'Small picture (sub stream)',
  clock: 'Clock',
};

/** What in a camera's own settings hurts; one click corrects what the camera lets us. */
export function SettingsReport({ camera, onClose }: { camera: Camera; onClose: () => void }) {
  const first = usePoll(`report ${camera.id}`, () => cameras.report(camera.id), 0);
  const [corrected, setCorrected] = useState<Result<Report>>();
  const [busy, setBusy] = useState(false);
  const report = corrected?.ok === true ? corrected.value : first.value;
  const problem = corrected?.ok === false ? corrected.problem : first.problem;

  const correct = async () => {
    setBusy(true);
    setCorrected(await cameras.correct(camera.id));
    setBusy(false);
  };

  return (
    <Modal opened onClose={onClose} title={`Settings of ${camera.name}`} size="lg">
      <ProblemNote problem={problem} />
      {report === undefined && problem === undefined && <Loader />}
      {report?.findings.length === 0 && <p>All is set as it should be.</p>}
      {report !== undefined && report.findings.length > 0 && (
        <List spacing="sm" aria-label="Findings">
          {report.findings.map((finding) => (
            <List.Item key={`${finding.stream ?? ''} ${finding.setting}`}>
              <b>
                {NAMES[finding.setting]}
                {finding.stream !== undefined && finding.setting !== 'subStream' && ` (${finding.stream})`}
              </b>
              : {finding.is}; better {finding.should}. {finding.why}
              {!finding.correctable && ' Set it on the camera’s own page.'}
            </List.Item>
          ))}
        </List>
      )}
      {report !== undefined && report.refused.length > 0 && (
        <Alert role="alert" color="red" mt="md">
          The camera refused: {report.refused.join('; ')}
        </Alert>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {report?.findings.some((finding) => finding.correctable) === true && (
          <Button loading={busy} onClick={() => void correct()}>
            Correct
          </Button>
        )}
      </Group>
    </Modal>
  );
}
