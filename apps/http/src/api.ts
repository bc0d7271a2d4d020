import type { Currency } from '@online-cinema/domain/shared';
import { accountRoutes } from './accounts/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { communityRoutes } from './community/routes.ts';
import { orderAdministrationRoutes } from './ordering/admin-routes.ts';
import { orderingRoutes } from './ordering/routes.ts';
import { paymentAdministrationRoutes } from './payments/admin-routes.ts';
import { paymentRoutes } from './payments/routes.ts';
import type { Ports } from './ports.ts';
import type { Routes } from './type-provider.ts';
import type { UseCases } from './use-cases.ts';

/** The routes of every context, for what lies below `/api/v1`. */
export function apiOn(ports: Ports, useCases: UseCases, { currency }: { currency: Currency }): readonly Routes[] {
  return [
    accountRoutes({ ...ports, ...useCases }),
    catalogueRoutes({ ...ports, ...useCases, currency }),
    communityRoutes({ ...ports, ...useCases, currency }),
    orderingRoutes({ ...ports, ...useCases }),
    paymentRoutes({ ...ports, ...useCases }),
    orderAdministrationRoutes(ports),
    paymentAdministrationRoutes({ ...ports, currency }),
  ];
}
