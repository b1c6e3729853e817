/**
 * The REST door: what salt-api answers, for programs. Translates HTTP into calls of the rooms and back; decides nothing itself.
 * First classes to read: {@link org.saltern.rest.RestRoutes}, {@link org.saltern.rest.LowState}.
 */
package org.saltern.rest;
