// SPDX-License-Identifier: Apache-2.0
import { Badge } from '@cloudflare/kumo/components/badge';
import { LayerCard } from '@cloudflare/kumo/components/layer-card';
import type { Finding, Transformation } from '../api/types';
import { Hostile } from '../components/Hostile';
import { texts } from '../texts';
import { NamePicture } from './NamePicture';
import { reasonName } from './reasons';

const t = texts.verdict;

const stepName = (step: string) => (t.steps as Record<string, string>)[step] ?? step;

function Step({ step }: { step: Transformation }) {
  return (
    <li>
      {stepName(step.step)}
      {step.shown && (
        <>
          : <Hostile text={step.shown} className="font-semibold" />
        </>
      )}
      {step.registered && (
        <>
          {' '}
          {t.standsFor} <Hostile text={step.registered} className="font-semibold" />
        </>
      )}
    </li>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const { entry, transformations = [] } = finding;
  return (
    <LayerCard className="flex flex-col gap-4 p-5">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold">{reasonName(finding.reason)}</h2>
        <Badge variant="outline">{finding.field}</Badge>
      </div>
      <p>
        <Hostile text={finding.detail} />
      </p>
      <NamePicture finding={finding} />
      {transformations.length > 0 && (
        <div>
          <h3 className="text-sm text-kumo-subtle">{t.stepsTitle}</h3>
          <ol className="list-decimal pl-6">
            {transformations.map((step, at) => (
              <Step key={at} step={step} />
            ))}
          </ol>
        </div>
      )}
      {entry && (
        <p className="text-sm">
          <span className="text-kumo-subtle">{t.realAddress}</span> <Hostile text={entry.email} />
        </p>
      )}
    </LayerCard>
  );
}

export function Findings({ findings }: { findings: Finding[] }) {
  return (
    <div className="flex flex-col gap-4">
      {findings.map((finding, at) => (
        <FindingCard key={at} finding={finding} />
      ))}
    </div>
  );
}
