// SPDX-License-Identifier: Apache-2.0
import { FaultBanner } from '../components/FaultBanner';
import { Hostile } from '../components/Hostile';
import { Loading } from '../components/Loading';
import { showMoment } from '../dates';
import { useTrace } from './queries';

// The way of a message: how it came, what was found, what was done with it and by whom.
export function History({ id }: { id: string }) {
  const trace = useTrace(id);
  if (trace.error) return <FaultBanner error={trace.error} onRetry={() => void trace.refetch()} />;
  if (trace.isPending) return <Loading />;
  const lines = [...trace.data.inbound.lines, ...trace.data.outbound.lines];
  return (
    <ol className="flex flex-col gap-2">
      {lines.map(({ ts, message }, at) => (
        <li key={at} className="flex flex-wrap gap-x-4">
          <time dateTime={ts} className="text-kumo-subtle">
            {showMoment(ts)}
          </time>
          <Hostile text={message} />
        </li>
      ))}
    </ol>
  );
}
