import fc from 'fast-check'

// The suite runs in a time zone far from UTC, so that a leak of local time shows.
process.env.TZ = 'America/Los_Angeles'

// Properties try the same cases in each run, so that a red build is about the change and not about luck.
// FC_SEED=7 npm test tries others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 2015) })
