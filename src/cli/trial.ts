import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EstimateOptions } from '../estimate.ts'
import { type FilesOptions, generateFiles } from '../generate-files.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Counts } from '../schema/tables.ts'
import { type SeedFileOptions, seedFile } from '../seed-file.ts'

/** How long some work takes is found by doing a little of it. */
export type Trial = Pick<EstimateOptions, 'run' | 'threads'>

/** Writes files into a folder for temporary ones, and removes them. */
export function filesTrial(scenario: Scenario, { jobs = 1, ...options }: FilesOptions): Trial {
  return {
    run: (shard) =>
      inTemporary(async (folder) => {
        const { rows } = await generateFiles(scenario, join(folder, 'out'), { ...options, shard })
        return rows
      }),
    threads: options.format === 'parquet' ? 1 : Math.min(jobs, availableParallelism()),
  }
}

/** Seeds a temporary SQLite file, and removes it. */
export function seedTrial(scenario: Scenario, options: SeedFileOptions): Trial {
  return {
    run: (shard) =>
      inTemporary(async (folder) => {
        const { inserted } = await seedFile(scenario, join(folder, 'trial.sqlite'), { ...options, shard })
        return inserted
      }),
  }
}

async function inTemporary(work: (folder: string) => Promise<Counts>): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
