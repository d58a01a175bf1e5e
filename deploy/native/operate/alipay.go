package operate

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"

	"gulimall/deploy/native/stack"
)

// alipay looks at the keys that the shop would use. Nearly every "signature wrong" with Alipay is the application's own
// public key given in the place of Alipay's, so that is asked for by name.
func (m *Mall) alipay(context.Context) []finding {
	i, err := m.instance("payment")
	if err != nil {
		return nil
	}
	env := m.S.PartEnv(i)
	private, public := env["MALL_ALIPAY_PRIVATE_KEY_FILE"], env["MALL_ALIPAY_PUBLIC_KEY_FILE"]
	if _, err := os.Stat(private); errors.Is(err, os.ErrNotExist) && private == m.S.Secret("app_private.pem") {
		return []finding{{what: "Alipay", is: "keys for the local stand-in are made at the first start"}}
	}
	f := finding{what: "Alipay keys", is: private + ", " + public}
	if err := checkKeys(private, public); err != nil {
		f.bad, f.is, f.remedy = true, err.Error(), "docs/alipay.md says which key goes where"
	}
	out := []finding{f}
	outside := env["MALL_ALIPAY_GATEWAY"] != m.S.URL("alipay")+"/gateway.do"
	if outside && (env["MALL_ALIPAY_APP_ID"] == stack.DefaultAlipayApp || env["MALL_ALIPAY_SELLER_ID"] == stack.DefaultAlipaySeller) {
		out = append(out, finding{
			what: "Alipay account", is: "MALL_ALIPAY_GATEWAY is not the stand-in, but app id or seller id still are the stand-in's",
			bad: true, remedy: "set MALL_ALIPAY_APP_ID and MALL_ALIPAY_SELLER_ID; docs/alipay.md",
		})
	}
	return out
}

func checkKeys(privateFile, publicFile string) error {
	key, err := readPrivate(privateFile)
	if err != nil {
		return fmt.Errorf("MALL_ALIPAY_PRIVATE_KEY_FILE=%s: %w", privateFile, err)
	}
	pub, err := readPublic(publicFile)
	if err != nil {
		return fmt.Errorf("MALL_ALIPAY_PUBLIC_KEY_FILE=%s: %w", publicFile, err)
	}
	if key.N.BitLen() < 2048 {
		return fmt.Errorf("%s has %d bits; RSA2 wants 2048", privateFile, key.N.BitLen())
	}
	if key.PublicKey.Equal(pub) {
		return fmt.Errorf("%s is your application's own public key (应用公钥); the shop needs Alipay's (支付宝公钥), "+
			"which the open platform shows after you upload yours", publicFile)
	}
	return nil
}

// der reads PEM, or bare base64 as Alipay's key tool writes it.
func der(file string) ([]byte, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if p, _ := pem.Decode(b); p != nil {
		return p.Bytes, nil
	}
	out, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(b)), ""))
	if err != nil {
		return nil, errors.New("neither PEM nor base64")
	}
	return out, nil
}

func readPrivate(file string) (*rsa.PrivateKey, error) {
	b, err := der(file)
	if err != nil {
		return nil, err
	}
	if k, err := x509.ParsePKCS1PrivateKey(b); err == nil {
		return k, nil
	}
	k, err := x509.ParsePKCS8PrivateKey(b)
	if err != nil {
		return nil, errors.New("no RSA private key")
	}
	r, ok := k.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("a private key, but not of RSA")
	}
	return r, nil
}

func readPublic(file string) (*rsa.PublicKey, error) {
	b, err := der(file)
	if err != nil {
		return nil, err
	}
	k, err := x509.ParsePKIXPublicKey(b)
	if err != nil {
		if _, perr := readPrivate(file); perr == nil {
			return nil, errors.New("a private key where Alipay's public key belongs")
		}
		return nil, errors.New("no public key")
	}
	r, ok := k.(*rsa.PublicKey)
	if !ok {
		return nil, errors.New("a public key, but not of RSA")
	}
	return r, nil
}
