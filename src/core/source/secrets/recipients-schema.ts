import * as z from 'zod';
import { isAgeRecipient } from '../../model/age-key.ts';
import { isSecretName } from '../../model/secret-name.ts';

const key = z
  .string()
  .refine(isAgeRecipient, {
    error: 'it is no public key of age',
    params: { help: 'Write the key that `homeamp secrets init` shows: `age1` and 58 characters.' },
  })
  .describe('A public key of age, `age1…`.');

const name = z.string().min(1);

/** `secrets/recipients.yaml`: for whom secrets are encrypted. */
export const recipientsSchema = z.strictObject({
  hosts: z.record(name, key).default({}).describe('Host of the fleet → its public key.'),
  people: z
    .record(name, key)
    .default({})
    .describe('Person who may read and change every secret → their public key.'),
  only: z
    .record(
      z.string().refine(isSecretName, { error: 'a secret is named by letters, digits, `_` and `-`' }),
      z.array(name),
    )
    .default({})
    .describe('Secret → the only hosts that may read it. Without it every host may.'),
});
