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
  EndOtherSessions,
  EndSession,
  EraseAccount,
  ExportAccount,
  IdentifyByPassword,
  LogIn,
  LogOut,
  RefreshAccessToken,
  RegisterUser,
  RequestPasswordReset,
  ResendActivation,
  ViewProfile,
} from '@online-cinema/application/accounts';
import {
  AddFacet,
  AddMovie,
  ChangeFacet,
  ChangeMovie,
  ImportDemoCatalogue,
  ImportMovies,
  RemoveFacet,
  RemoveMovie,
} from '@online-cinema/application/catalogue';
import {
  AddFavorite,
  DeleteComment,
  EditComment,
  LikeComment,
  RateMovie,
  ReactToMovie,
  ReadNotifications,
  RemoveFavorite,
  ReplyToComment,
  UnlikeComment,
  WithdrawRating,
  WithdrawReaction,
  WriteComment,
} from '@online-cinema/application/community';
import {
  AddToCart,
  CancelOrder,
  ClaimIdempotencyKey,
  ClearCart,
  KeepAnswer,
  PlaceOrder,
  RemoveFromCart,
} from '@online-cinema/application/ordering';
import {
  ConfirmCheckout,
  HandleWebhook,
  OpenCheckout,
  RecordRefund,
  RefundOrder,
  RefundPayment,
  SettleSession,
} from '@online-cinema/application/payments';
import type { Ports } from './ports.ts';

export type UseCases = ReturnType<typeof useCasesOn>;

/** How long a session lives, and for how long a customer may refund. */
type Terms = Readonly<{ sessionDays: number; refundDays: number }>;

/** Every use case that this app carries out, on these ports. */
export function useCasesOn(ports: Ports, { sessionDays, refundDays }: Terms) {
  const { unitOfWork, accountQueries, tokens, hasher, secrets, clock, gateway, links } = ports;
  const avatars = new AvatarUpload(ports.images, ports.objects, secrets);
  const settleSession = new SettleSession(unitOfWork, clock, ports.alarms);
  const cancelOrder = new CancelOrder(unitOfWork, gateway, settleSession, clock);
  const recordRefund = new RecordRefund(unitOfWork, clock, ports.alarms);
  const refundPayment = new RefundPayment(unitOfWork, gateway, recordRefund, clock);
  const importMovies = new ImportMovies(unitOfWork, secrets, clock);
  return {
    authenticate: new Authenticate(accountQueries, clock),
    identifyByPassword: new IdentifyByPassword(accountQueries, hasher),
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
    exportAccount: new ExportAccount(ports),
    eraseAccount: new EraseAccount(unitOfWork, accountQueries, hasher, cancelOrder),

    createProfile: new CreateProfile(unitOfWork, avatars, clock),
    changeProfile: new ChangeProfile(unitOfWork, avatars, clock),
    deleteAvatar: new DeleteAvatar(unitOfWork),
    viewProfile: new ViewProfile(accountQueries),

    activateUser: new ActivateUser(unitOfWork, clock),
    deactivateUser: new DeactivateUser(unitOfWork, clock),
    changeGroup: new ChangeGroup(unitOfWork, clock),

    addMovie: new AddMovie(unitOfWork, secrets, clock),
    changeMovie: new ChangeMovie(unitOfWork, clock),
    removeMovie: new RemoveMovie(unitOfWork),
    addFacet: new AddFacet(unitOfWork),
    changeFacet: new ChangeFacet(unitOfWork),
    removeFacet: new RemoveFacet(unitOfWork),

    reactToMovie: new ReactToMovie(unitOfWork, clock),
    withdrawReaction: new WithdrawReaction(unitOfWork),
    rateMovie: new RateMovie(unitOfWork, clock),
    withdrawRating: new WithdrawRating(unitOfWork),
    addFavorite: new AddFavorite(unitOfWork, clock),
    removeFavorite: new RemoveFavorite(unitOfWork),
    writeComment: new WriteComment(unitOfWork, clock),
    replyToComment: new ReplyToComment(unitOfWork, clock),
    editComment: new EditComment(unitOfWork, clock),
    deleteComment: new DeleteComment(unitOfWork),
    likeComment: new LikeComment(unitOfWork, clock),
    unlikeComment: new UnlikeComment(unitOfWork),
    readNotifications: new ReadNotifications(unitOfWork, clock),

    addToCart: new AddToCart(unitOfWork, clock),
    removeFromCart: new RemoveFromCart(unitOfWork),
    clearCart: new ClearCart(unitOfWork),
    placeOrder: new PlaceOrder(unitOfWork, clock),
    cancelOrder,
    claimIdempotencyKey: new ClaimIdempotencyKey(unitOfWork, clock),
    keepAnswer: new KeepAnswer(unitOfWork),

    openCheckout: new OpenCheckout({ unitOfWork, gateway, settleSession, links, clock }),
    handleWebhook: new HandleWebhook({ unitOfWork, gateway, settleSession, recordRefund, clock }),
    confirmCheckout: new ConfirmCheckout(unitOfWork, gateway, settleSession),
    refundOrder: new RefundOrder({ unitOfWork, refundPayment, clock, refundDays }),
  };
}
