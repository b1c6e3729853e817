/**
 * Keys, hosts, grains, mine, groups, presence and target expressions. First classes to read: {@link org.saltern.hosts.Keys},
 * {@link org.saltern.hosts.Hosts}, {@link org.saltern.hosts.Targets}.
 */
package org.saltern.hosts;
