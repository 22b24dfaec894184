import { assertNever, known } from '#core/base';
import { type Happening, nextHappening } from './event-queue.ts';
import { crossLinuxBridge } from './linux-bridge.ts';
import { type Network, stackOf } from './network.ts';
import { endLoop } from './record.ts';
import { enterHost } from './host-stack.ts';
import { giveUpResolution } from './stack/give-up-resolution.ts';
import { receiveFrame } from './stack/receive-frame.ts';
import { crossSwitch } from './cross-switch.ts';
import { crossUnderlay } from './underlay.ts';
import { crossWire } from './wire.ts';

/** Events one conversation may take: far more than any flood of a large cloud, so that reaching it means a loop. */
const EVENT_BUDGET = 20_000;

/** Works off everything that is due, until nothing moves any more; a conversation that never comes to rest ends its copies as looping. */
export function runNetwork(network: Network, budget = EVENT_BUDGET): void {
  for (let left = budget; left > 0; left--) {
    const happening = nextHappening(network.queue);
    if (!happening) return;
    network.nowMicroseconds = Math.max(network.nowMicroseconds, happening.timeMicroseconds);
    happen(network, happening);
  }
  for (let left = nextHappening(network.queue); left; left = nextHappening(network.queue)) stop(network, left);
}

function happen(network: Network, happening: Happening): void {
  if (happening.kind === 'resolution-timeout') {
    giveUpResolution(network, stackOf(network, happening.stack), happening.device, happening.address);
    return;
  }
  const { place, flight } = happening;
  switch (place.kind) {
    case 'switch':
      return crossSwitch(network, flight, place);
    case 'linux-bridge':
      return crossLinuxBridge(network, flight, place);
    case 'stack': {
      const stack = stackOf(network, place.stack);
      const device = known(
        stack.devices.find(({ name }) => name === place.device),
        `a device ${place.device} in ${stack.key}`,
      );
      return receiveFrame(network, flight, stack, device);
    }
    case 'host':
      return enterHost(network, flight, place.host, place.bridge);
    case 'underlay':
      return crossUnderlay(network, flight, place.fromHost);
    case 'wire':
      return crossWire(network, flight, place);
    default:
      return assertNever(place);
  }
}

/** Over the budget nothing moves on: copies on their way end, and so do packets that wait for an ARP answer. */
function stop(network: Network, happening: Happening): void {
  if (happening.kind === 'arrival') endLoop(network, happening.flight);
  else happen(network, happening);
}
