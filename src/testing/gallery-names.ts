/** The scenarios of the gallery. `npm run fixtures` writes the list. */
export const gallery = [
  'cancelled-occurrence',
  'client-versions',
  'company',
  'company-remote',
  'daylight-saving-autumn',
  'daylight-saving-spring',
  'double-booking',
  'drop-and-rejoin',
  'empty-seats',
  'first-conference',
  'lecture',
  'meet-now',
  'midnight-crossing',
  'names-in-many-scripts',
  'ongoing-conference',
  'outside-participants',
  'rhythms',
  'role-change',
  'same-instant',
  'time-zones',
  'two-devices',
  'weekly-standup',
  'working-week',
] as const

export type GalleryName = (typeof gallery)[number]
