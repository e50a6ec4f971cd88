package cloud.magento.accounts.link.it.signin;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.representations.idm.CredentialRepresentation;

/**
 * A passkey in software: it signs what an authenticator with a verified user would sign (Web Authentication, section
 * 6.3.3).
 */
final class SoftPasskey {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final byte USER_PRESENT_AND_VERIFIED = 0x05;
    private static final int COORDINATE = 32;

    private final byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final KeyPair keys;

    SoftPasskey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The credential as Keycloak stores it. */
    CredentialRepresentation credential(String type) {
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(type);
        credential.setSecretData("{}");
        String data = """
                {"aaguid":"00000000-0000-0000-0000-000000000000","credentialId":"%s","counter":0,
                "credentialPublicKey":"%s","attestationStatementFormat":"none","transports":[]}""";
        credential.setCredentialData(
                data.formatted(Base64.getEncoder().encodeToString(id), BASE64.encodeToString(publicKey())));
        return credential;
    }

    /** The form that the page's script would send, given the page's source. */
    Map<String, String> answer(String page, URI origin, String userId) {
        Matcher challenge =
                Pattern.compile("challenge\\s*:\\s*['\"]([^'\"]+)['\"]").matcher(page);
        if (!challenge.find()) {
            throw new AssertionError("No challenge in " + page);
        }
        byte[] client = "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"%s\"}"
                .formatted(challenge.group(1), origin)
                .getBytes(StandardCharsets.UTF_8);
        byte[] authenticator = ByteBuffer.allocate(37)
                .put(sha256(origin.getHost().getBytes(StandardCharsets.US_ASCII)))
                .put(USER_PRESENT_AND_VERIFIED)
                .putInt(0)
                .array();
        return Map.of(
                "clientDataJSON", BASE64.encodeToString(client),
                "authenticatorData", BASE64.encodeToString(authenticator),
                "signature", BASE64.encodeToString(signed(authenticator, sha256(client))),
                "credentialId", BASE64.encodeToString(id),
                "userHandle", BASE64.encodeToString(userId.getBytes(StandardCharsets.UTF_8)));
    }

    /** In COSE (RFC 9053, section 7.1.1): EC2, ES256, P-256, x, y. */
    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return ByteBuffer.allocate(77)
                .put(new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, COORDINATE})
                .put(fixed(key.getW().getAffineX()))
                .put(new byte[] {0x22, 0x58, COORDINATE})
                .put(fixed(key.getW().getAffineY()))
                .array();
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private byte[] signed(byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
