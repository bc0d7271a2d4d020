import type { ChangeProfile, CreateProfile, DeleteAvatar, ViewProfile } from '@online-cinema/application/accounts';
import type { AvatarImages, Clock, ObjectStorage } from '@online-cinema/application/ports';
import {
  ProfileExists,
  ProfileForbidden,
  ProfileNotFound,
  UserNotFoundOrInactive,
} from '@online-cinema/domain/accounts';
import { answers, noContent } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';
import { FormUnreadable, pictureForms, readPictureForm } from './picture-form.ts';
import * as schemas from './profile-schemas.ts';

export type ProfileNeeds = Readonly<{
  createProfile: CreateProfile;
  changeProfile: ChangeProfile;
  deleteAvatar: DeleteAvatar;
  viewProfile: ViewProfile;
  objects: ObjectStorage;
  images: AvatarImages;
  clock: Clock;
}>;

const tags = ['Profiles'];
const consumes = ['multipart/form-data'];
const path = '/profiles/users/:user_id/profile/';
const whose =
  'Their own, or an admin anybody’s; an admin is told 401 where there is no such user, although the token is good.';
const failure = 'Failed to upload avatar. Please try again later.';

/** What users show of themselves, to themselves and to admins. */
export function profileRoutes(needs: ProfileNeeds): Routes {
  const { deleteAvatar, viewProfile, objects } = needs;
  return async (app) => {
    await app.register(profileForms(needs));

    app.get(
      path,
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'getProfile',
          summary: 'See a profile',
          description: whose,
          params: schemas.profileParameter,
          response: answers(
            { 200: schemas.profile },
            new ProfileForbidden(),
            new UserNotFoundOrInactive(),
            new ProfileNotFound(),
          ),
        },
      },
      async ({ actor, params: { user_id: userId } }) =>
        schemas.presentProfile(await viewProfile.execute({ actor, userId }), objects),
    );

    app.delete(
      `${path}avatar/`,
      {
        config: { who: 'user', othersToo: 'admin' },
        schema: {
          tags,
          operationId: 'deleteAvatar',
          summary: 'Take a picture away',
          description: whose,
          params: schemas.profileParameter,
          response: answers(
            { 204: noContent('There is no picture.') },
            new ProfileForbidden(),
            new UserNotFoundOrInactive(),
            new ProfileNotFound(),
          ),
        },
      },
      async ({ actor, params: { user_id: userId } }, reply) => {
        await deleteAvatar.execute({ actor, userId });
        return reply.code(204).send(null);
      },
    );
  };
}

/** What is sent as a form. */
function profileForms(needs: ProfileNeeds): Routes {
  const { createProfile, changeProfile, viewProfile, objects, images, clock } = needs;
  const config = { who: 'user', othersToo: 'admin', failure, rules: schemas.profileRules(clock) } as const;
  return async (app) => {
    await pictureForms(app, images);

    app.post(
      path,
      {
        config: { ...config, location: path },
        preValidation: readPictureForm,
        schema: {
          tags,
          consumes,
          operationId: 'createProfile',
          summary: 'Make a profile',
          description: whose,
          params: schemas.profileParameter,
          body: schemas.newProfile,
          response: answers(
            { 201: schemas.profile },
            new ProfileForbidden(),
            new UserNotFoundOrInactive(),
            new ProfileExists(),
            new FormUnreadable(),
          ),
        },
      },
      async ({ actor, params: { user_id: userId }, body, picture }, reply) => {
        await createProfile.execute({ actor, userId, facts: schemas.newFacts(body), picture });
        const view = await viewProfile.execute({ actor, userId });
        return reply.code(201).send(schemas.presentProfile(view, objects));
      },
    );

    app.patch(
      path,
      {
        config,
        preValidation: readPictureForm,
        schema: {
          tags,
          consumes,
          operationId: 'changeProfile',
          summary: 'Change a profile',
          description: `Only what is sent changes. ${whose}`,
          params: schemas.profileParameter,
          body: schemas.profileChange,
          response: answers(
            { 200: schemas.profile },
            new ProfileForbidden(),
            new UserNotFoundOrInactive(),
            new ProfileNotFound(),
            new FormUnreadable(),
          ),
        },
      },
      async ({ actor, params: { user_id: userId }, body, picture }) => {
        await changeProfile.execute({ actor, userId, facts: schemas.changedFacts(body), picture });
        return schemas.presentProfile(await viewProfile.execute({ actor, userId }), objects);
      },
    );
  };
}
