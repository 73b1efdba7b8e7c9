import type { Tables } from './tables.ts'

/** Kinds of URI. Only 0 and 1 are created with the database; the others get a number when they are first needed. */
const uriTypes = [
  'UserUri',
  'PhoneUri',
  'conf:focus',
  'conf:chat',
  'conf:audio-video',
  'conf:applicationsharing',
  'conf:data-conf',
] as const

export type UriType = (typeof uriTypes)[number]

export function uriTypeId(type: UriType): number {
  return uriTypes.indexOf(type)
}

/** The built-in tenants: on premises a tenant stands for the kind of authentication. Their numbers are not documented. */
export const tenants = {
  enterprise: { TenantId: 1, TenantKey: '00000000-0000-0000-0000-000000000000' },
  federated: { TenantId: 2, TenantKey: '00000000-0000-0000-0000-000000000001' },
  anonymous: { TenantId: 3, TenantKey: '00000000-0000-0000-0000-000000000002' },
  publicIm: { TenantId: 4, TenantKey: '00000000-0000-0000-0000-000000000003' },
} as const satisfies Record<string, Tables['Tenants']>

/** `FocusJoinsAndLeaves.UserRole`. */
export const roles = { presenter: 1, attendee: 2 } as const

// UAType, UAName and UACategory of the documented rows; the category is the name where only two stand here.
const userAgents: readonly (readonly [type: number, name: string, category?: string])[] = [
  [1, 'MediationServer'],
  [2, 'AV-MCU'],
  [4, 'OC'],
  [8, 'OCPhone'],
  [16, 'LMC'],
  [32, 'DVT'],
  [64, 'MM'],
  [64, 'MC', 'MM'],
  [128, 'Attendant'],
  [256, 'Conferencing_Announcement_Service_1.0', 'CAS'],
  [512, 'Conferencing_Attendant_1.0', 'CAA'],
  [512, 'Conference_Auto_Attendant_1.0', 'CAA'],
  [1024, 'Response_Group_Service', 'RGS'],
  [1032, 'Call_Park_Service_1.0', 'CPS'],
  [1040, 'Response_Group_Service Announcement_Service', 'AS'],
  [2048, 'Microsoft.Rtc.Applications.Ccs', 'CCS'],
  [16386, 'CoMo'],
  [16387, 'CWA'],
  [16388, 'InboundRouting'],
  [16389, 'ComoSvc'],
  [16393, 'MSExchangeUM', 'ExUM'],
  [16395, 'ArchivingAgent', 'ARCHAGENT'],
  [16396, 'ST'],
  [16397, 'applicationsharing', 'ASMCU'],
  [16398, 'WPLync'],
  [16399, 'iPhoneLync'],
  [16400, 'AndroidLync'],
  [16401, 'iPadLync'],
  [16402, 'NokiaLync'],
  [16403, 'LyncImm'],
  [16404, 'PCS'],
  [16405, 'LWA'],
  [16406, 'OWA'],
  [16407, 'AOC'],
  [16408, 'GCC'],
  [16409, 'IMMCU'],
  [16410, 'XmppTGW', 'XmppGateway'],
  [32769, 'Gateway'],
  [32770, 'GatewayMediationServerPair'],
]

/** The rows that every database holds, whatever the scenario. */
export const fixedRows = {
  UriTypes: uriTypes.map((UriType, UriTypeId) => ({ UriTypeId, UriType })),
  Tenants: Object.values(tenants),
  Roles: [
    { RoleId: 0, Role: 'Unknown' },
    { RoleId: roles.presenter, Role: 'Presenter' },
    { RoleId: roles.attendee, Role: 'Attendee' },
  ],
  UserAgentDef: userAgents.map(([UAType, UAName, UACategory = UAName]) => ({ UAType, UAName, UACategory })),
} satisfies { [T in keyof Tables]?: readonly Tables[T][] }
