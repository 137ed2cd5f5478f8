import { LOGIN_RESULT } from '../description/enum-table.ts';
import type { Session } from '../http/sessions.ts';
import { guidOf } from '../server/instance-folder.ts';
import { dateTime } from './plain-answers.ts';

export function loggedIn(session: Session): unknown {
  return {
    success: true,
    result: LOGIN_RESULT.success,
    resultReason: '',
    sessionID: session.id,
    rememberMeToken: '',
    permissions: session.permissions,
    userInfo: {
      ID: guidOf(`user ${session.login}`),
      Username: session.login,
      EmailAddress: '',
      Disabled: false,
      IsLDAPUser: false,
      IsTwoFactorEnabled: false,
      LastLogin: dateTime(session.lastUsed),
      AvatarBase64: '',
      GravatarHash: '',
    },
  };
}

export function loginRefused(result: number, reason: string): unknown {
  return {
    success: false,
    result,
    resultReason: reason,
    sessionID: null,
    rememberMeToken: null,
    permissions: null,
    userInfo: null,
  };
}
