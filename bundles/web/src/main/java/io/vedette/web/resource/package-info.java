/**
 * What the API offers: one class per noun, each with its routes.
 *
 * <p>In: reading arguments, asking a service of {@code api}, writing the answer. Not in: who may
 * ask (stands with the route), how failures look (package {@code http}), any deed itself.
 */
package io.vedette.web.resource;
