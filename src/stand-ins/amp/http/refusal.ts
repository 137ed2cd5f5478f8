/** An answer other than success, which AMP sends with status 200; thrown by whoever finds that a request can't be met. */
export class AmpRefusal extends Error {
  readonly body: unknown;

  constructor(body: unknown) {
    super(JSON.stringify(body));
    this.name = 'AmpRefusal';
    this.body = body;
  }
}

export function exception(title: string, message: string): AmpRefusal {
  return new AmpRefusal({ Title: title, Message: message, StackTrace: '   at GSMyAdmin.WebServer' });
}

export function statusFalse(reason: string): AmpRefusal {
  return new AmpRefusal({ Status: false, Reason: reason });
}

/** The instance's daemon is down. */
export function unavailable(): AmpRefusal {
  return new AmpRefusal({
    Title: 'Instance Unavailable',
    Message: 'The requested instance is not available at this time.',
  });
}

/** `Session.Exists` where there is no session. */
export function lacks(permission: string, form: 'exception' | 'status'): AmpRefusal {
  const text = `This method requires the ${permission} permission.`;
  return form === 'status' ? statusFalse(text) : exception('Unauthorized Access', text);
}
