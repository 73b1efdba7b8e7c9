import type { Tables } from './tables.ts'

/** What is done with a value of one column. */
export type Put<Out> = (out: Out, value: unknown) => void

/** From what is done with each column to what is done with a row. */
export type RowRead<R> = <Out>(put: (column: string) => Put<Out>) => (out: Out, row: R) => void

/**
 * Hands the values of a row on, column after column. Each table has its own code, so that each read of a property sees rows
 * of one shape only: several times as fast as going through a list of names. `npm run fixtures` writes it from the schema.
 */
export const rowReads: { readonly [T in keyof Tables]: RowRead<Tables[T]> } = {
  UriTypes: (put) => {
    const UriTypeId = put('UriTypeId')
    const UriType = put('UriType')
    return (out, row) => {
      UriTypeId(out, row.UriTypeId)
      UriType(out, row.UriType)
    }
  },
  Tenants: (put) => {
    const TenantId = put('TenantId')
    const TenantKey = put('TenantKey')
    return (out, row) => {
      TenantId(out, row.TenantId)
      TenantKey(out, row.TenantKey)
    }
  },
  Roles: (put) => {
    const RoleId = put('RoleId')
    const Role = put('Role')
    return (out, row) => {
      RoleId(out, row.RoleId)
      Role(out, row.Role)
    }
  },
  UserAgentDef: (put) => {
    const UAType = put('UAType')
    const UAName = put('UAName')
    const UACategory = put('UACategory')
    return (out, row) => {
      UAType(out, row.UAType)
      UAName(out, row.UAName)
      UACategory(out, row.UACategory)
    }
  },
  ClientVersions: (put) => {
    const VersionId = put('VersionId')
    const Version = put('Version')
    const ClientType = put('ClientType')
    return (out, row) => {
      VersionId(out, row.VersionId)
      Version(out, row.Version)
      ClientType(out, row.ClientType)
    }
  },
  Pools: (put) => {
    const PoolId = put('PoolId')
    const PoolFQDN = put('PoolFQDN')
    return (out, row) => {
      PoolId(out, row.PoolId)
      PoolFQDN(out, row.PoolFQDN)
    }
  },
  Users: (put) => {
    const NextUpdateTS = put('NextUpdateTS')
    const UserId = put('UserId')
    const UserUri = put('UserUri')
    const TenantId = put('TenantId')
    const UriTypeId = put('UriTypeId')
    return (out, row) => {
      NextUpdateTS(out, row.NextUpdateTS)
      UserId(out, row.UserId)
      UserUri(out, row.UserUri)
      TenantId(out, row.TenantId)
      UriTypeId(out, row.UriTypeId)
    }
  },
  ConferenceUris: (put) => {
    const NextUpdateTS = put('NextUpdateTS')
    const ConferenceUriId = put('ConferenceUriId')
    const ConferenceUri = put('ConferenceUri')
    const Checksum = put('Checksum')
    const UriTypeId = put('UriTypeId')
    return (out, row) => {
      NextUpdateTS(out, row.NextUpdateTS)
      ConferenceUriId(out, row.ConferenceUriId)
      ConferenceUri(out, row.ConferenceUri)
      Checksum(out, row.Checksum)
      UriTypeId(out, row.UriTypeId)
    }
  },
  Conferences: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const ConferenceUriId = put('ConferenceUriId')
    const ConfInstance = put('ConfInstance')
    const ConferenceStartTime = put('ConferenceStartTime')
    const ConferenceEndTime = put('ConferenceEndTime')
    const PoolId = put('PoolId')
    const OrganizerId = put('OrganizerId')
    const Flag = put('Flag')
    const Processed = put('Processed')
    const LastModifiedTime = put('LastModifiedTime')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      ConferenceUriId(out, row.ConferenceUriId)
      ConfInstance(out, row.ConfInstance)
      ConferenceStartTime(out, row.ConferenceStartTime)
      ConferenceEndTime(out, row.ConferenceEndTime)
      PoolId(out, row.PoolId)
      OrganizerId(out, row.OrganizerId)
      Flag(out, row.Flag)
      Processed(out, row.Processed)
      LastModifiedTime(out, row.LastModifiedTime)
    }
  },
  Dialogs: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const ExternalChecksum = put('ExternalChecksum')
    const ExternalId = put('ExternalId')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      ExternalChecksum(out, row.ExternalChecksum)
      ExternalId(out, row.ExternalId)
    }
  },
  FocusJoinsAndLeaves: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const DialogSessionIdTime = put('DialogSessionIdTime')
    const DialogSessionIdSeq = put('DialogSessionIdSeq')
    const UserId = put('UserId')
    const FocusUserInstance = put('FocusUserInstance')
    const IsUserInternal = put('IsUserInternal')
    const UserRole = put('UserRole')
    const UserJoinTime = put('UserJoinTime')
    const UserLeaveTime = put('UserLeaveTime')
    const ClientVerId = put('ClientVerId')
    const UserEndpointId = put('UserEndpointId')
    const LastModifiedTime = put('LastModifiedTime')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      DialogSessionIdTime(out, row.DialogSessionIdTime)
      DialogSessionIdSeq(out, row.DialogSessionIdSeq)
      UserId(out, row.UserId)
      FocusUserInstance(out, row.FocusUserInstance)
      IsUserInternal(out, row.IsUserInternal)
      UserRole(out, row.UserRole)
      UserJoinTime(out, row.UserJoinTime)
      UserLeaveTime(out, row.UserLeaveTime)
      ClientVerId(out, row.ClientVerId)
      UserEndpointId(out, row.UserEndpointId)
      LastModifiedTime(out, row.LastModifiedTime)
    }
  },
  CallPriorities: (put) => {
    const PriorityId = put('PriorityId')
    const Priority = put('Priority')
    return (out, row) => {
      PriorityId(out, row.PriorityId)
      Priority(out, row.Priority)
    }
  },
  ConferenceJoinTimeThresholds: (put) => {
    const ThresholdId = put('ThresholdId')
    const ThresholdValue = put('ThresholdValue')
    return (out, row) => {
      ThresholdId(out, row.ThresholdId)
      ThresholdValue(out, row.ThresholdValue)
    }
  },
  DeRegisterType: (put) => {
    const DeRegisterTypeId = put('DeRegisterTypeId')
    const DeRegisterReason = put('DeRegisterReason')
    return (out, row) => {
      DeRegisterTypeId(out, row.DeRegisterTypeId)
      DeRegisterReason(out, row.DeRegisterReason)
    }
  },
  MediaList: (put) => {
    const MediaId = put('MediaId')
    const Media = put('Media')
    return (out, row) => {
      MediaId(out, row.MediaId)
      Media(out, row.Media)
    }
  },
  PurgeSettings: (put) => {
    const Id = put('Id')
    const EnablePurge = put('EnablePurge')
    const KeepCallDetailForDays = put('KeepCallDetailForDays')
    const KeepErrorReportForDays = put('KeepErrorReportForDays')
    const PurgeHour = put('PurgeHour')
    return (out, row) => {
      Id(out, row.Id)
      EnablePurge(out, row.EnablePurge)
      KeepCallDetailForDays(out, row.KeepCallDetailForDays)
      KeepErrorReportForDays(out, row.KeepErrorReportForDays)
      PurgeHour(out, row.PurgeHour)
    }
  },
  SIPResponseMetaData: (put) => {
    const ResponseCode = put('ResponseCode')
    const Class = put('Class')
    const Description = put('Description')
    return (out, row) => {
      ResponseCode(out, row.ResponseCode)
      Class(out, row.Class)
      Description(out, row.Description)
    }
  },
  CallType: (put) => {
    const CallTypeId = put('CallTypeId')
    const CallType = put('CallType')
    return (out, row) => {
      CallTypeId(out, row.CallTypeId)
      CallType(out, row.CallType)
    }
  },
  ErrorCategory: (put) => {
    const CategoryId = put('CategoryId')
    const Name = put('Name')
    return (out, row) => {
      CategoryId(out, row.CategoryId)
      Name(out, row.Name)
    }
  },
  DbConfigInt: (put) => {
    const Name = put('Name')
    const Value = put('Value')
    return (out, row) => {
      Name(out, row.Name)
      Value(out, row.Value)
    }
  },
  ContentTypes: (put) => {
    const ContentTypeId = put('ContentTypeId')
    const ContentType = put('ContentType')
    return (out, row) => {
      ContentTypeId(out, row.ContentTypeId)
      ContentType(out, row.ContentType)
    }
  },
  Manufacturers: (put) => {
    const ManufacturerId = put('ManufacturerId')
    const Manufacturer = put('Manufacturer')
    return (out, row) => {
      ManufacturerId(out, row.ManufacturerId)
      Manufacturer(out, row.Manufacturer)
    }
  },
  HardwareVersions: (put) => {
    const VersionId = put('VersionId')
    const Version = put('Version')
    return (out, row) => {
      VersionId(out, row.VersionId)
      Version(out, row.Version)
    }
  },
  Devices: (put) => {
    const DeviceId = put('DeviceId')
    const ManufacturerId = put('ManufacturerId')
    const HardwareVersionId = put('HardwareVersionId')
    const MacAddress = put('MacAddress')
    return (out, row) => {
      DeviceId(out, row.DeviceId)
      ManufacturerId(out, row.ManufacturerId)
      HardwareVersionId(out, row.HardwareVersionId)
      MacAddress(out, row.MacAddress)
    }
  },
  Servers: (put) => {
    const ServerId = put('ServerId')
    const ServerFQDN = put('ServerFQDN')
    return (out, row) => {
      ServerId(out, row.ServerId)
      ServerFQDN(out, row.ServerFQDN)
    }
  },
  EdgeServers: (put) => {
    const EdgeServerId = put('EdgeServerId')
    const EdgeServer = put('EdgeServer')
    return (out, row) => {
      EdgeServerId(out, row.EdgeServerId)
      EdgeServer(out, row.EdgeServer)
    }
  },
  MediationServers: (put) => {
    const MediationServerId = put('MediationServerId')
    const MediationServer = put('MediationServer')
    return (out, row) => {
      MediationServerId(out, row.MediationServerId)
      MediationServer(out, row.MediationServer)
    }
  },
  Gateways: (put) => {
    const GatewayId = put('GatewayId')
    const Gateway = put('Gateway')
    return (out, row) => {
      GatewayId(out, row.GatewayId)
      Gateway(out, row.Gateway)
    }
  },
  Mcus: (put) => {
    const McuId = put('McuId')
    const McuUri = put('McuUri')
    const McuTypeId = put('McuTypeId')
    return (out, row) => {
      McuId(out, row.McuId)
      McuUri(out, row.McuUri)
      McuTypeId(out, row.McuTypeId)
    }
  },
  Application: (put) => {
    const ApplicationId = put('ApplicationId')
    const Name = put('Name')
    return (out, row) => {
      ApplicationId(out, row.ApplicationId)
      Name(out, row.Name)
    }
  },
  ErrorDef: (put) => {
    const ErrorId = put('ErrorId')
    const ResponseCode = put('ResponseCode')
    const MsDiagId = put('MsDiagId')
    const CallTypeId = put('CallTypeId')
    const RequestType = put('RequestType')
    const ContentType = put('ContentType')
    return (out, row) => {
      ErrorId(out, row.ErrorId)
      ResponseCode(out, row.ResponseCode)
      MsDiagId(out, row.MsDiagId)
      CallTypeId(out, row.CallTypeId)
      RequestType(out, row.RequestType)
      ContentType(out, row.ContentType)
    }
  },
  ErrorReport: (put) => {
    const ErrorTime = put('ErrorTime')
    const ErrorReportSeq = put('ErrorReportSeq')
    const ErrorId = put('ErrorId')
    const FromUserId = put('FromUserId')
    const ToUserId = put('ToUserId')
    const ConferenceUriId = put('ConferenceUriId')
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const SourceId = put('SourceId')
    const ApplicationId = put('ApplicationId')
    const MsDiagHeader = put('MsDiagHeader')
    const ClientVersionId = put('ClientVersionId')
    const IsCapturedByServer = put('IsCapturedByServer')
    const Flag = put('Flag')
    const TelemetryId = put('TelemetryId')
    const SessionSetupTime = put('SessionSetupTime')
    const ServerId = put('ServerId')
    const PoolId = put('PoolId')
    const LastModifiedTime = put('LastModifiedTime')
    return (out, row) => {
      ErrorTime(out, row.ErrorTime)
      ErrorReportSeq(out, row.ErrorReportSeq)
      ErrorId(out, row.ErrorId)
      FromUserId(out, row.FromUserId)
      ToUserId(out, row.ToUserId)
      ConferenceUriId(out, row.ConferenceUriId)
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      SourceId(out, row.SourceId)
      ApplicationId(out, row.ApplicationId)
      MsDiagHeader(out, row.MsDiagHeader)
      ClientVersionId(out, row.ClientVersionId)
      IsCapturedByServer(out, row.IsCapturedByServer)
      Flag(out, row.Flag)
      TelemetryId(out, row.TelemetryId)
      SessionSetupTime(out, row.SessionSetupTime)
      ServerId(out, row.ServerId)
      PoolId(out, row.PoolId)
      LastModifiedTime(out, row.LastModifiedTime)
    }
  },
  ConferenceSessionDetails: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const ConferenceUriId = put('ConferenceUriId')
    const ConfInstance = put('ConfInstance')
    const McuConferenceUriId = put('McuConferenceUriId')
    const UserId = put('UserId')
    const UserEndpointId = put('UserEndpointId')
    const OnBehalfOfId = put('OnBehalfOfId')
    const ReferredById = put('ReferredById')
    const UserClientVersionId = put('UserClientVersionId')
    const ConfClientVersionId = put('ConfClientVersionId')
    const ReplaceDialogIdTime = put('ReplaceDialogIdTime')
    const ReplaceDialogIdSeq = put('ReplaceDialogIdSeq')
    const IsStartedByConfServer = put('IsStartedByConfServer')
    const IsEndedByConfServer = put('IsEndedByConfServer')
    const IsUserInternal = put('IsUserInternal')
    const ResponseCode = put('ResponseCode')
    const DiagnosticId = put('DiagnosticId')
    const ServerId = put('ServerId')
    const PoolId = put('PoolId')
    const MediationServerId = put('MediationServerId')
    const GatewayId = put('GatewayId')
    const EdgeServerId = put('EdgeServerId')
    const ContentTypeId = put('ContentTypeId')
    const InviteTime = put('InviteTime')
    const ResponseTime = put('ResponseTime')
    const SessionEndTime = put('SessionEndTime')
    const UriTypeId = put('UriTypeId')
    const UserFlag = put('UserFlag')
    const CallFlag = put('CallFlag')
    const LastModifiedTime = put('LastModifiedTime')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      ConferenceUriId(out, row.ConferenceUriId)
      ConfInstance(out, row.ConfInstance)
      McuConferenceUriId(out, row.McuConferenceUriId)
      UserId(out, row.UserId)
      UserEndpointId(out, row.UserEndpointId)
      OnBehalfOfId(out, row.OnBehalfOfId)
      ReferredById(out, row.ReferredById)
      UserClientVersionId(out, row.UserClientVersionId)
      ConfClientVersionId(out, row.ConfClientVersionId)
      ReplaceDialogIdTime(out, row.ReplaceDialogIdTime)
      ReplaceDialogIdSeq(out, row.ReplaceDialogIdSeq)
      IsStartedByConfServer(out, row.IsStartedByConfServer)
      IsEndedByConfServer(out, row.IsEndedByConfServer)
      IsUserInternal(out, row.IsUserInternal)
      ResponseCode(out, row.ResponseCode)
      DiagnosticId(out, row.DiagnosticId)
      ServerId(out, row.ServerId)
      PoolId(out, row.PoolId)
      MediationServerId(out, row.MediationServerId)
      GatewayId(out, row.GatewayId)
      EdgeServerId(out, row.EdgeServerId)
      ContentTypeId(out, row.ContentTypeId)
      InviteTime(out, row.InviteTime)
      ResponseTime(out, row.ResponseTime)
      SessionEndTime(out, row.SessionEndTime)
      UriTypeId(out, row.UriTypeId)
      UserFlag(out, row.UserFlag)
      CallFlag(out, row.CallFlag)
      LastModifiedTime(out, row.LastModifiedTime)
    }
  },
  McuJoinsAndLeaves: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const UserId = put('UserId')
    const McuUserInstance = put('McuUserInstance')
    const IsFromPstn = put('IsFromPstn')
    const McuId = put('McuId')
    const DialogSessionIdTime = put('DialogSessionIdTime')
    const DialogSessionIdSeq = put('DialogSessionIdSeq')
    const UserJoinTime = put('UserJoinTime')
    const UserLeaveTime = put('UserLeaveTime')
    const ClientVerId = put('ClientVerId')
    const LastModifiedTime = put('LastModifiedTime')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      UserId(out, row.UserId)
      McuUserInstance(out, row.McuUserInstance)
      IsFromPstn(out, row.IsFromPstn)
      McuId(out, row.McuId)
      DialogSessionIdTime(out, row.DialogSessionIdTime)
      DialogSessionIdSeq(out, row.DialogSessionIdSeq)
      UserJoinTime(out, row.UserJoinTime)
      UserLeaveTime(out, row.UserLeaveTime)
      ClientVerId(out, row.ClientVerId)
      LastModifiedTime(out, row.LastModifiedTime)
    }
  },
  ConferenceMessageCount: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const UserId = put('UserId')
    const MessageCount = put('MessageCount')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      UserId(out, row.UserId)
      MessageCount(out, row.MessageCount)
    }
  },
  Registration: (put) => {
    const SessionIdTime = put('SessionIdTime')
    const SessionIdSeq = put('SessionIdSeq')
    const UserId = put('UserId')
    const EndpointId = put('EndpointId')
    const EndpointEra = put('EndpointEra')
    const ClientVersionId = put('ClientVersionId')
    const RegistrarId = put('RegistrarId')
    const PoolId = put('PoolId')
    const EdgeServerId = put('EdgeServerId')
    const IsInternal = put('IsInternal')
    const IsUserServiceAvailable = put('IsUserServiceAvailable')
    const IsPrimaryRegistrar = put('IsPrimaryRegistrar')
    const IsPrimaryRegistrarCentral = put('IsPrimaryRegistrarCentral')
    const RegisterTime = put('RegisterTime')
    const DeRegisterTime = put('DeRegisterTime')
    const ResponseCode = put('ResponseCode')
    const DiagnosticId = put('DiagnosticId')
    const DeviceId = put('DeviceId')
    const DeRegisterTypeId = put('DeRegisterTypeId')
    const IPAddress = put('IPAddress')
    const LastModifiedTime = put('LastModifiedTime')
    return (out, row) => {
      SessionIdTime(out, row.SessionIdTime)
      SessionIdSeq(out, row.SessionIdSeq)
      UserId(out, row.UserId)
      EndpointId(out, row.EndpointId)
      EndpointEra(out, row.EndpointEra)
      ClientVersionId(out, row.ClientVersionId)
      RegistrarId(out, row.RegistrarId)
      PoolId(out, row.PoolId)
      EdgeServerId(out, row.EdgeServerId)
      IsInternal(out, row.IsInternal)
      IsUserServiceAvailable(out, row.IsUserServiceAvailable)
      IsPrimaryRegistrar(out, row.IsPrimaryRegistrar)
      IsPrimaryRegistrarCentral(out, row.IsPrimaryRegistrarCentral)
      RegisterTime(out, row.RegisterTime)
      DeRegisterTime(out, row.DeRegisterTime)
      ResponseCode(out, row.ResponseCode)
      DiagnosticId(out, row.DiagnosticId)
      DeviceId(out, row.DeviceId)
      DeRegisterTypeId(out, row.DeRegisterTypeId)
      IPAddress(out, row.IPAddress)
      LastModifiedTime(out, row.LastModifiedTime)
    }
  },
}
