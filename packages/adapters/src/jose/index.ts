export { JoseAccessTokens, type TokenAlgorithm, type TokenSettings } from './jose-access-tokens.ts';
