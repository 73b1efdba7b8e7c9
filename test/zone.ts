// The suite runs in a time zone far from UTC, so that a leak of local time shows.
process.env.TZ = 'America/Los_Angeles'
