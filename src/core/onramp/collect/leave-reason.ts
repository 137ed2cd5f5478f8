/** Why a file or folder is no configuration, in words that go on after "it". */
export const LEAVE_REASONS = {
  'player-data': 'it is about players, and the server changes it as they play',
  'saved-data': 'it holds what the server or its plugins save, not settings',
  cache: 'it is a cache or a scratch folder, which is made anew',
  backup: 'it is a copy of older files',
  log: 'it is a log',
  library: 'it holds programs',
  'world-data': 'it holds pieces of worlds',
  'web-asset': 'it holds pictures, sounds or pages',
  translation: 'it is a translation, and no setting of the plugin names its language',
  example: 'it is an example that nothing reads',
  'serialized-objects': 'it holds objects that the server itself wrote, such as items and places',
  'no-settings': 'it is one list or value, without keys that could be owned',
  'too-large': 'it is too large for settings, or too many of them',
  'too-many': 'it is one of more files than a person could look after',
  'amp-file': 'it belongs to AMP',
} as const;
export type LeaveReason = keyof typeof LEAVE_REASONS;
