package org.saltern;

public final class Saltern {
    private Saltern() {}

    public static void main(String[] args) {}
}
