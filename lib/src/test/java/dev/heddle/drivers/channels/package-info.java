/**
 * Libraries that run channels over an {@code SSLEngine}: Kafka's network layer and tls-channel.
 * What both must do is said in {@link dev.heddle.drivers.channels.ChannelMatrix}.
 */
package dev.heddle.drivers.channels;
