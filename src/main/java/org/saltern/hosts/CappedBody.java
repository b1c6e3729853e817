package org.saltern.hosts;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The body of an answer as UTF-8 text; reading ends at a limit, whatever the other side still sends. */
final class CappedBody implements HttpResponse.BodySubscriber<CappedBody.Read> {
    /** @param isCut whether there was more than the limit */
    record Read(String text, boolean isCut) {}

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Read> body = new CompletableFuture<>();
    private Flow.Subscription subscription;

    /** @param limit in bytes */
    CappedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<Read> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            byte[] more = new byte[Math.min(part.remaining(), limit - bytes.size())];
            boolean isCut = more.length < part.remaining();
            part.get(more);
            bytes.writeBytes(more);
            if (isCut) {
                subscription.cancel();
                complete(true);
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(false);
    }

    private void complete(boolean isCut) {
        body.complete(new Read(bytes.toString(StandardCharsets.UTF_8), isCut));
    }
}
