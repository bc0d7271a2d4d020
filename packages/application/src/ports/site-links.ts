/** The absolute addresses that e-mails and gateways are given. */
export class SiteLinks {
  readonly #publicUrl: string;

  /** `publicUrl` without a trailing slash. */
  constructor(publicUrl: string) {
    this.#publicUrl = publicUrl;
  }

  get home(): string {
    return `${this.#publicUrl}/`;
  }

  activation(email: string, token: string): string {
    return `${this.#publicUrl}/activate?email=${encodeURIComponent(email)}&token=${encodeURIComponent(token)}`;
  }

  passwordReset(email: string, token: string): string {
    return `${this.#publicUrl}/reset-password?email=${encodeURIComponent(email)}&token=${encodeURIComponent(token)}`;
  }

  /** Where the gateway sends a customer who paid. */
  get paymentSuccess(): string {
    return `${this.#publicUrl}/api/v1/payments/success/`;
  }

  /** Where the gateway sends a customer who changed their mind. */
  get paymentCancel(): string {
    return `${this.#publicUrl}/api/v1/payments/cancel/`;
  }
}
