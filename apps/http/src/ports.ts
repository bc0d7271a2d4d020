import type {
  AccessTokens,
  AccountQueries,
  Alarms,
  AvatarImages,
  CatalogueQueries,
  Clock,
  CommunityQueries,
  LetterWriter,
  Mailer,
  ObjectStorage,
  OrderingQueries,
  PasswordHasher,
  PaymentGateway,
  PaymentQueries,
  SecretGenerator,
  SiteLinks,
  UnitOfWork,
} from '@online-cinema/application/ports';

/** Whatever stands behind the ports of the use cases. */
export type Ports = Readonly<{
  unitOfWork: UnitOfWork;
  accountQueries: AccountQueries;
  catalogueQueries: CatalogueQueries;
  communityQueries: CommunityQueries;
  orderingQueries: OrderingQueries;
  paymentQueries: PaymentQueries;
  tokens: AccessTokens;
  hasher: PasswordHasher;
  secrets: SecretGenerator;
  clock: Clock;
  alarms: Alarms;
  letters: LetterWriter;
  mailer: Mailer;
  links: SiteLinks;
  gateway: PaymentGateway;
  objects: ObjectStorage;
  images: AvatarImages;
}>;

/** What jobs need of the world. */
export type JobPorts = Pick<
  Ports,
  | 'unitOfWork'
  | 'secrets'
  | 'clock'
  | 'alarms'
  | 'letters'
  | 'mailer'
  | 'links'
  | 'gateway'
  | 'objects'
  | 'paymentQueries'
>;

/** Those of jobs, asked for one by one by their names. */
export function jobPortsFrom(resolve: <Name extends keyof JobPorts>(name: Name) => JobPorts[Name]): JobPorts {
  return {
    unitOfWork: resolve('unitOfWork'),
    secrets: resolve('secrets'),
    clock: resolve('clock'),
    alarms: resolve('alarms'),
    letters: resolve('letters'),
    mailer: resolve('mailer'),
    links: resolve('links'),
    gateway: resolve('gateway'),
    objects: resolve('objects'),
    paymentQueries: resolve('paymentQueries'),
  };
}

/** All of them, asked for one by one by their names. */
export function portsFrom(resolve: <Name extends keyof Ports>(name: Name) => Ports[Name]): Ports {
  return {
    ...jobPortsFrom(resolve),
    accountQueries: resolve('accountQueries'),
    catalogueQueries: resolve('catalogueQueries'),
    communityQueries: resolve('communityQueries'),
    orderingQueries: resolve('orderingQueries'),
    tokens: resolve('tokens'),
    hasher: resolve('hasher'),
    images: resolve('images'),
  };
}
