import { describeShop } from '../support/shop-model/describe-shop.ts';

describeShop({ 'in memory': 10_000, SQLite: 600, PostgreSQL: 150 }, 600_000);
