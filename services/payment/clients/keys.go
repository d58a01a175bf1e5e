package clients

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
)

// errOwnKey is the commonest mistake of all: the key that Alipay gives out after ours was handed in is the one that is wanted.
var errOwnKey = errors.New("this is our own app's public key; Alipay's is wanted: docs/alipay.md")

// checkKeys refuses keys that cannot work before anybody pays with them.
func checkKeys(private, public string) error {
	ours, err := privateKey(private)
	if err != nil {
		return errors.New("our private key cannot be read: RSA, PEM or bare base64, PKCS#1 or PKCS#8")
	}
	parsed, err := x509.ParsePKIXPublicKey(keyBytes(public))
	if err != nil {
		return errors.New("the public key of Alipay cannot be read: PEM or bare base64 of a public key, no certificate") //nolint:nilerr // the cause would quote the key
	}
	theirs, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return errors.New("the public key of Alipay is not RSA")
	}
	if ours.PublicKey.Equal(theirs) {
		return errOwnKey
	}
	return nil
}

func privateKey(text string) (*rsa.PrivateKey, error) {
	der := keyBytes(text)
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	ours, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("not an RSA key")
	}
	return ours, nil
}

// keyBytes takes PEM, or the bare base64 of Alipay's key tool.
func keyBytes(text string) []byte {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		return block.Bytes
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil
	}
	return der
}
