package org.saltern.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs all tests of a class on H2 and again on PostgreSQL. The class has a constructor that takes the kind:
 *
 * <pre>
 * &#64;OnEachDatabase
 * class KeyStoreTest {
 *     &#64;AutoClose private final Database db;
 *
 *     KeyStoreTest(TestDatabases kind) {
 *         db = kind.open(); // fresh for each test
 *     }
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabases.class)
public @interface OnEachDatabase {}
