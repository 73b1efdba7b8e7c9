import type { Tables } from './tables.ts'

/** `Registration.DeRegisterTypeId`. */
export const deRegisterTypes = { unknown: 0, clientInitiated: 1, expired: 2, clientCrashed: 3 } as const

/** `ErrorDef.CallTypeId`. */
export const callTypes = {
  unknown: 0,
  instantMessaging: 1,
  applicationSharing: 2,
  audio: 3,
  audioAndVideo: 4,
  fileTransfer: 5,
} as const

// RFC 3261, section 21; the class is the first digit.
const sipResponses: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  181: 'Call Is Being Forwarded',
  182: 'Queued',
  183: 'Session Progress',
  200: 'OK',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  305: 'Use Proxy',
  380: 'Alternative Service',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  421: 'Extension Required',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  484: 'Address Incomplete',
  485: 'Ambiguous',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  493: 'Undecipherable',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  513: 'Message Too Large',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  606: 'Not Acceptable',
}

/** The rows of the tables beside the core that every database holds, whatever the scenario. */
export const conferenceRows = {
  CallPriorities: [
    { PriorityId: 0, Priority: 'Unknown' },
    { PriorityId: 1, Priority: 'Non-Urgent' },
    { PriorityId: 2, Priority: 'Normal' },
    { PriorityId: 3, Priority: 'Urgent' },
    { PriorityId: 4, Priority: 'Emergency' },
  ],
  // Seconds. The numbers of the rows are not documented.
  ConferenceJoinTimeThresholds: [
    { ThresholdId: 1, ThresholdValue: 2 },
    { ThresholdId: 2, ThresholdValue: 5 },
    { ThresholdId: 3, ThresholdValue: 10 },
  ],
  DeRegisterType: [
    { DeRegisterTypeId: deRegisterTypes.unknown, DeRegisterReason: 'Unknown' },
    {
      DeRegisterTypeId: deRegisterTypes.clientInitiated,
      DeRegisterReason: 'Client Initiated Deregistration',
    },
    { DeRegisterTypeId: deRegisterTypes.expired, DeRegisterReason: 'Registration Expired' },
    { DeRegisterTypeId: deRegisterTypes.clientCrashed, DeRegisterReason: 'Client crashed' },
    { DeRegisterTypeId: 4, DeRegisterReason: 'User Attributes Changed' },
    { DeRegisterTypeId: 5, DeRegisterReason: 'Preferred Registrar Changed' },
    { DeRegisterTypeId: 6, DeRegisterReason: 'Legacy Client In Survival Mode' },
  ],
  MediaList: [
    { MediaId: 1, Media: 'IM' },
    { MediaId: 2, Media: 'File Transfer' },
    { MediaId: 3, Media: 'Remote Assistance' },
    { MediaId: 4, Media: 'Application Sharing' },
    { MediaId: 5, Media: 'Audio' },
    { MediaId: 6, Media: 'Video' },
    { MediaId: 7, Media: 'App Invite' },
  ],
  // The documented defaults; the number of the row is not documented.
  PurgeSettings: [
    { Id: 1, EnablePurge: true, KeepCallDetailForDays: 60, KeepErrorReportForDays: 60, PurgeHour: 2 },
  ],
  SIPResponseMetaData: Object.entries(sipResponses).map(([code, Description]) => ({
    ResponseCode: Number(code),
    Class: Math.floor(Number(code) / 100),
    Description,
  })),
  CallType: [
    { CallTypeId: callTypes.unknown, CallType: 'Unknown' },
    { CallTypeId: callTypes.instantMessaging, CallType: 'Instant Messaging' },
    { CallTypeId: callTypes.applicationSharing, CallType: 'Application Sharing' },
    { CallTypeId: callTypes.audio, CallType: 'Audio' },
    { CallTypeId: callTypes.audioAndVideo, CallType: 'Audio and Video' },
    { CallTypeId: callTypes.fileTransfer, CallType: 'File Transfer' },
  ],
  ErrorCategory: [
    { CategoryId: 0, Name: 'Success' },
    { CategoryId: 1, Name: 'Expected failure' },
    { CategoryId: 2, Name: 'Unexpected failure' },
  ],
  // Public scripts take a version below 39 for Lync Server 2010; that of Skype for Business Server 2015 is not documented.
  DbConfigInt: [{ Name: 'DbVersionSchema', Value: 40 }],
} satisfies { [T in keyof Tables]?: readonly Tables[T][] }
