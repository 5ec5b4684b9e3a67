import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FaultHouse } from '../support/fault-house.ts'
import { processFacts } from '../support/process-facts.ts'
import type { Valkey } from '../support/valkey.ts'
import { type Fault, awayAt } from './fault.ts'

// While a journal is not yet known to be stuck, those who wait for it may take all the places that there are.
const unrecorded = ['AUDIT_UNAVAILABLE', 'OVERLOADED']
const journal = (name: string, how: 'gone' | 'stuck'): Fault => ({
  name,
  told: unrecorded,
  toldOthers: unrecorded,
  begin: async (house) => house.journal.sever(how),
  end: async (house) => house.journal.mend(),
})

/** Sets the soft limit of the gateway's file descriptors (Linux, util-linux). */
async function limitDescriptors(house: FaultHouse, most?: number): Promise<void> {
  const pid = house.gateway().child.pid ?? 0
  const soft = most ?? 1024
  await promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${soft}:`])
}

/** What may become of the Valkey that counts rates: each process then counts for itself. */
export function valkeyFaults(valkey: Valkey): readonly Fault[] {
  return [
    { name: 'Valkey gone', told: [''], begin: () => valkey.kill(), end: () => valkey.restart() },
    {
      name: 'Valkey stuck',
      told: [''],
      begin: async () => valkey.freeze(),
      end: async () => valkey.thaw(),
    },
  ]
}

/** What may become of a gateway's own parts, and of the ministry whose rows others are named by. */
export const ownFaults: readonly Fault[] = [
  {
    name: 'reference away',
    // Its catalogues are answered as they were before.
    told: [''],
    begin: async (house) => house.way('reference').conduct('reset'),
    end: async (house) => house.way('reference').conduct('whole'),
  },
  journal('audit journal gone', 'gone'),
  journal('audit journal stuck', 'stuck'),
  {
    name: 'descriptors used up',
    told: [awayAt, ''],
    begin: async (house) => {
      const { descriptors } = await processFacts(house.gateway().child.pid ?? 0)
      await limitDescriptors(house, descriptors)
      // Connections that are there go on; land is to need new ones.
      house.way('land').conduct('reset')
      house.way('land').conduct('whole')
    },
    end: (house) => limitDescriptors(house),
  },
]
