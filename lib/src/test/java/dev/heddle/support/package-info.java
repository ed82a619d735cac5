/** What the tests are made with: certificates, guards, live peers. */
package dev.heddle.support;
