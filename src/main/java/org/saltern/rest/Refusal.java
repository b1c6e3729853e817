package org.saltern.rest;

/** A request that is answered with an HTTP error of salt-api's, before or instead of a room call. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, message);
    }

    /** No or no valid credentials. */
    static Refusal unauthorized(String message) {
        return new Refusal(401, message);
    }

    /** A browser was made to send this by a page of somebody else. */
    static Refusal foreignOrigin() {
        return new Refusal(
                403,
                "This request came from another site. Use the X-Auth-Token header, or the same origin.");
    }

    static Refusal notFound(String message) {
        return new Refusal(404, message);
    }

    static Refusal notAcceptable(String message) {
        return new Refusal(406, message);
    }

    static Refusal tooLarge(int limit) {
        return new Refusal(413, "The request body is larger than " + limit + " bytes");
    }

    static Refusal tooMany(String message) {
        return new Refusal(429, message);
    }

    /** The job goes on, but the caller has waited long enough. */
    static Refusal timeout(String message) {
        return new Refusal(504, message);
    }
}
