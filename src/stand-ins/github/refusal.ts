/** An answer other than success; thrown by whoever finds that the request can't be met. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

export function invalid(message: string): Refusal {
  return new Refusal(422, message);
}
