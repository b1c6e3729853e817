/** Database pool, migrations, transactions. First class to read: {@link org.saltern.store.Database}. */
package org.saltern.store;
