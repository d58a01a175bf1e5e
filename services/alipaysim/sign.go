package alipaysim

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Keys are the two that this side of the protocol needs: its own private one and the merchant's public one.
type Keys struct {
	Private  *rsa.PrivateKey
	Merchant *rsa.PublicKey
}

// ParseKeys reads the keys from PEM, or from the bare base64 of Alipay's key tool: PKCS#8 or PKCS#1 for the private
// one, PKIX for the public one.
func ParseKeys(private, merchant []byte) (Keys, error) {
	key, err := parsePrivate(private)
	if err != nil {
		return Keys{}, fmt.Errorf("alipay private key: %w", err)
	}
	der, err := keyBytes(merchant)
	if err != nil {
		return Keys{}, fmt.Errorf("merchant public key: %w", err)
	}
	pub, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return Keys{}, fmt.Errorf("merchant public key: %w", err)
	}
	rsaPub, ok := pub.(*rsa.PublicKey)
	if !ok {
		return Keys{}, errors.New("merchant public key: not an RSA key")
	}
	return Keys{Private: key, Merchant: rsaPub}, nil
}

func parsePrivate(text []byte) (*rsa.PrivateKey, error) {
	der, err := keyBytes(text)
	if err != nil {
		return nil, err
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("not an RSA key")
	}
	return key, nil
}

func keyBytes(text []byte) ([]byte, error) {
	if block, _ := pem.Decode(text); block != nil {
		return block.Bytes, nil
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil || len(der) == 0 {
		return nil, errors.New("neither PEM nor base64")
	}
	return der, nil
}

// SignBytes signs what is about to be printed, byte by byte (RSA2: SHA256 with RSA, PKCS#1 v1.5, base64).
func SignBytes(key *rsa.PrivateKey, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	sign, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sign), nil
}

// signed adds sign_type and sign to fields that go to the merchant. Neither of the two is part of what is signed.
func (k Keys) signed(fields map[string]string) (url.Values, error) {
	sign, err := SignBytes(k.Private, []byte(canonical(fields)))
	if err != nil {
		return nil, err
	}
	v := url.Values{"sign_type": {"RSA2"}, "sign": {sign}}
	for name, value := range fields {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v, nil
}

// verify checks the merchant's signature over everything but sign itself: in requests sign_type is part of it.
func (k Keys) verify(fields map[string]string) error {
	if fields["sign"] == "" {
		return missing("signature", "缺少签名参数")
	}
	sign, err := base64.StdEncoding.DecodeString(fields["sign"])
	if err != nil {
		return ErrInvalidSignature
	}
	unsigned := maps.Clone(fields)
	delete(unsigned, "sign")
	sum := sha256.Sum256([]byte(canonical(unsigned)))
	if rsa.VerifyPKCS1v15(k.Merchant, crypto.SHA256, sum[:], sign) != nil {
		return ErrInvalidSignature
	}
	return nil
}

// canonical is the string that is signed: the fields that are not empty, sorted by name, k=v joined by &.
func canonical(fields map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if fields[name] == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(name + "=" + fields[name])
	}
	return b.String()
}
