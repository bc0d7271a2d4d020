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
  EndOtherSessions,
  EndSession,
  EraseAccount,
  ExportAccount,
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
  RecomputePopularity,
  RemoveFacet,
  RemoveMovie,
} from '@online-cinema/application/catalogue';
import {
  AddFavorite,
  DeleteComment,
  EditComment,
  ForgetReadNotifications,
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
  CancelOverdueOrders,
  ClearCart,
  PlaceOrder,
  RemoveFromCart,
} from '@online-cinema/application/ordering';
import {
  ConfirmCheckout,
  HandleWebhook,
  OpenCheckout,
  ReconcilePayments,
  SettleSession,
} from '@online-cinema/application/payments';
import type { Ports } from './ports.ts';

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
    exportAccount: new ExportAccount(ports),
    eraseAccount: new EraseAccount(unitOfWork, accountQueries, hasher, cancelOrder),

    createProfile: new CreateProfile(unitOfWork, avatars, clock),
    changeProfile: new ChangeProfile(unitOfWork, avatars, clock),
    deleteAvatar: new DeleteAvatar(unitOfWork),
    viewProfile: new ViewProfile(accountQueries),

    activateUser: new ActivateUser(unitOfWork, clock),
    deactivateUser: new DeactivateUser(unitOfWork, clock),
    changeGroup: new ChangeGroup(unitOfWork, clock),
    deleteExpired: new DeleteExpired(unitOfWork, clock),

    addMovie: new AddMovie(unitOfWork, secrets, clock),
    changeMovie: new ChangeMovie(unitOfWork, clock),
    removeMovie: new RemoveMovie(unitOfWork),
    addFacet: new AddFacet(unitOfWork),
    changeFacet: new ChangeFacet(unitOfWork),
    removeFacet: new RemoveFacet(unitOfWork),
    recomputePopularity: new RecomputePopularity(unitOfWork, clock),

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
    forgetReadNotifications: new ForgetReadNotifications(unitOfWork, clock),

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
