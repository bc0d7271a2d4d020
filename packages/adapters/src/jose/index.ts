export { JoseAccessTokens, type TokenAlgorithm } from './jose-access-tokens.ts';
