import { describeShop } from '../support/shop-model/describe-shop.ts';

describeShop({ 'in memory': 300, SQLite: 20, PostgreSQL: 8 }, 60_000);
