import {
  ActivateAccount,
  ActivateUser,
  Authenticate,
  AvatarUpload,
  ChangeGroup,
  ChangePassword,
  ChangeProfile,
  CompletePasswordReset,
  CreateFirstAdmin,
  CreateProfile,
  DeactivateUser,
  DeleteAvatar,
  DeleteExpired,
  DeleteObject,
  EndOtherSessions,
  EndSession,
  EraseAccount,
  ExportAccount,
  LogIn,
  LogOut,
  MailActivationLink,
  MailNotice,
  MailPasswordResetLink,
  RefreshAccessToken,
  RegisterUser,
  RequestPasswordReset,
  ResendActivation,
  ViewProfile,
} from '@online-cinema/application/accounts';
import { ImportDemoCatalogue, ImportMovies } from '@online-cinema/application/catalogue';
import {
  AddToCart,
  CancelOrder,
  CancelOverdueOrders,
  ClearCart,
  PlaceOrder,
  RemoveFromCart,
} from '@online-cinema/application/ordering';
import {
  ConfirmCheckout,
  GiveBackPayment,
  HandleWebhook,
  MailReceipt,
  OpenCheckout,
  ReconcilePayments,
  SettleSession,
} from '@online-cinema/application/payments';
import type {
  AccessTokens,
  AccountQueries,
  Alarms,
  AvatarImages,
  CatalogueQueries,
  Clock,
  JobHandlers,
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
import { hours, minutes } from '@online-cinema/domain/shared';

/** Whatever stands behind the ports of the use cases. */
export type Ports = Readonly<{
  unitOfWork: UnitOfWork;
  accountQueries: AccountQueries;
  catalogueQueries: CatalogueQueries;
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

export type UseCases = ReturnType<typeof useCasesOn>;

/** Every use case that this app carries out, on these ports. `sessionDays` is how long a session lives. */
export function useCasesOn(ports: Ports, { sessionDays }: { sessionDays: number }) {
  const { unitOfWork, accountQueries, paymentQueries, tokens, hasher, secrets, clock, gateway, links } = ports;
  const avatars = new AvatarUpload(ports.images, ports.objects, secrets);
  const settleSession = new SettleSession(unitOfWork, clock, ports.alarms);
  const cancelOrder = new CancelOrder(unitOfWork, gateway, settleSession, clock);
  const importMovies = new ImportMovies(unitOfWork, secrets, clock);
  return {
    authenticate: new Authenticate(accountQueries, clock),
    createFirstAdmin: new CreateFirstAdmin(unitOfWork, hasher, secrets, clock),
    importDemoCatalogue: new ImportDemoCatalogue(unitOfWork, importMovies, clock),

    registerUser: new RegisterUser(unitOfWork, hasher, clock),
    activateAccount: new ActivateAccount(unitOfWork, secrets, clock),
    resendActivation: new ResendActivation(unitOfWork),
    logIn: new LogIn({ unitOfWork, accounts: accountQueries, hasher, tokens, secrets, clock, sessionDays }),
    refreshAccessToken: new RefreshAccessToken(unitOfWork, tokens, secrets, clock),
    logOut: new LogOut(unitOfWork, tokens, clock),
    endSession: new EndSession(unitOfWork),
    endOtherSessions: new EndOtherSessions(unitOfWork),
    changePassword: new ChangePassword(unitOfWork, accountQueries, hasher, clock),
    requestPasswordReset: new RequestPasswordReset(unitOfWork),
    completePasswordReset: new CompletePasswordReset(unitOfWork, hasher, secrets, clock),
    exportAccount: new ExportAccount(accountQueries, ports.orderingQueries, paymentQueries, clock),
    eraseAccount: new EraseAccount(unitOfWork, accountQueries, hasher, cancelOrder),

    createProfile: new CreateProfile(unitOfWork, avatars, clock),
    changeProfile: new ChangeProfile(unitOfWork, avatars, clock),
    deleteAvatar: new DeleteAvatar(unitOfWork),
    viewProfile: new ViewProfile(accountQueries),

    activateUser: new ActivateUser(unitOfWork, clock),
    deactivateUser: new DeactivateUser(unitOfWork, clock),
    changeGroup: new ChangeGroup(unitOfWork, clock),
    deleteExpired: new DeleteExpired(unitOfWork, clock),

    addToCart: new AddToCart(unitOfWork, clock),
    removeFromCart: new RemoveFromCart(unitOfWork),
    clearCart: new ClearCart(unitOfWork),
    placeOrder: new PlaceOrder(unitOfWork, clock),
    cancelOrder,
    cancelOverdueOrders: new CancelOverdueOrders(unitOfWork, clock),

    openCheckout: new OpenCheckout({ unitOfWork, gateway, settleSession, links, clock }),
    handleWebhook: new HandleWebhook(unitOfWork, gateway, settleSession, clock),
    confirmCheckout: new ConfirmCheckout(gateway, settleSession),
    reconcilePayments: new ReconcilePayments(paymentQueries, gateway, settleSession, clock),
  };
}

/** What jobs need of the world. */
export type JobPorts = Pick<
  Ports,
  'unitOfWork' | 'secrets' | 'clock' | 'letters' | 'mailer' | 'links' | 'gateway' | 'objects' | 'paymentQueries'
>;

/** What carries out the jobs that use cases leave for later. `isLimited`: an address gets its share of mails an hour and no more. */
export function jobHandlersOn(ports: JobPorts, { isLimited }: { isLimited: boolean }): JobHandlers {
  const { unitOfWork, clock, letters, mailer, links, gateway, paymentQueries } = ports;
  const mailActivationLink = new MailActivationLink({ ...ports, isLimited });
  const mailPasswordResetLink = new MailPasswordResetLink({ ...ports, isLimited });
  const mailPasswordResetDone = new MailNotice('password-reset-done', letters, mailer, links);
  const deleteObject = new DeleteObject(ports.objects);
  const mailAccountActivated = new MailNotice('account-activated', letters, mailer, links);
  const mailReceipt = new MailReceipt(paymentQueries, letters, mailer, links);
  const giveBackPayment = new GiveBackPayment(unitOfWork, gateway, clock);
  return {
    'mail-activation-link': (job) => mailActivationLink.execute(job),
    'mail-account-activated': (job) => mailAccountActivated.execute(job),
    'mail-password-reset-link': (job) => mailPasswordResetLink.execute(job),
    'mail-password-reset-done': (job) => mailPasswordResetDone.execute(job),
    'delete-object': (job) => deleteObject.execute(job),
    'mail-receipt': (job) => mailReceipt.execute(job),
    'give-back-payment': (job) => giveBackPayment.execute(job),
  };
}

/** Something that the clock asks for; `every` in milliseconds. */
export type Scheduled = Readonly<{ name: string; every: number; run: () => Promise<unknown> }>;

/** Everything that the clock asks for. */
export function scheduledOn(
  useCases: Readonly<{
    cancelOverdueOrders: CancelOverdueOrders;
    reconcilePayments: ReconcilePayments;
    deleteExpired: DeleteExpired;
  }>,
): readonly Scheduled[] {
  return [
    { name: 'cancel overdue orders', every: minutes(1), run: () => useCases.cancelOverdueOrders.execute() },
    { name: 'reconcile payments', every: minutes(5), run: () => useCases.reconcilePayments.execute() },
    { name: 'delete what expired', every: hours(1), run: () => useCases.deleteExpired.execute() },
  ];
}
