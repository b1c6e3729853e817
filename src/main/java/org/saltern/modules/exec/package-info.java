/** The execution functions, one class per module, all listed in {@link org.saltern.modules.exec.Builtins}. */
package org.saltern.modules.exec;
