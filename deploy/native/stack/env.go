package stack

import (
	"maps"
	"strconv"
	"strings"
)

// ours are the variables that speak to the starter, not to the parts.
func ours(name string) bool {
	switch name {
	case "MALL_CACHE", "MALL_PORT_OFFSET", "MALL_HTTP_ADDR", "MALL_HTTP_PORT", "MALL_DOMAIN", "MALL_LISTEN":
		return true
	}
	return strings.HasPrefix(name, "MALL_TEST_")
}

// PassThrough picks the MALL_* variables that go on to the parts as they are.
func PassThrough(environ []string) map[string]string {
	out := map[string]string{}
	for _, e := range environ {
		k, v, _ := strings.Cut(e, "=")
		if strings.HasPrefix(k, "MALL_") && !ours(k) {
			out[k] = v
		}
	}
	return out
}

// PartEnv is the environment of one copy of a part. What the user says (s.Env) wins over the defaults;
// addresses and accounts of the private servers are ours to say.
func (s *Stack) PartEnv(i Instance) map[string]string {
	p := s.Ports()
	env := map[string]string{
		"MALL_DEV":                     "true",
		"MALL_LOG_LEVEL":               "info",
		"MALL_CONSUL_ADDR":             Loopback(p.Consul),
		"MALL_CONSUL_URL":              "http://" + Loopback(p.Consul),
		"MALL_RABBITMQ_URL":            "http://" + Loopback(p.RabbitUI),
		"MALL_REDIS_ADDRS":             Loopback(p.Redis),
		"MALL_REDIS_PASSWORD_FILE":     s.Secret("redis_password"),
		"MALL_RABBITMQ_URLS_FILE":      s.Secret("rabbitmq_urls"),
		"MALL_MEDIA_DIR":               s.Path("media"),
		"MALL_AFTERSALE_DIR":           s.Path("data", "aftersale"),
		"MALL_ALIPAY_APP_ID":           DefaultAlipayApp,
		"MALL_ALIPAY_SELLER_ID":        DefaultAlipaySeller,
		"MALL_ALIPAY_GATEWAY":          s.URL("alipay") + "/gateway.do",
		"MALL_ALIPAY_PRIVATE_KEY_FILE": s.Secret("app_private.pem"),
		"MALL_ALIPAY_PUBLIC_KEY_FILE":  s.Secret("alipay_public.pem"),
		"HOME":                         s.Run,
	}
	maps.Copy(env, s.Env)
	env["MALL_DOMAIN"] = s.Domain
	env["MALL_HTTP_PORT"] = strconv.Itoa(s.HTTPPort)
	env["MALL_LISTEN"] = i.Listen
	if i.Schema != "" {
		env["MALL_DB_ADDR"] = Loopback(p.MariaDB)
		env["MALL_DB_NAME"] = i.Schema
		env["MALL_DB_USER"] = i.Schema
		env["MALL_DB_PASSWORD_FILE"] = s.Secret(DBSecret(i.Schema))
	}
	if i.Name == "alipaysim" {
		// The stand-in is the other side: its private key, the shop's public one.
		env["MALL_ALIPAYSIM_PRIVATE_KEY_FILE"] = s.Secret("alipay_private.pem")
		env["MALL_ALIPAYSIM_APP_PUBLIC_KEY_FILE"] = s.Secret("app_public.pem")
		delete(env, "MALL_ALIPAY_PRIVATE_KEY_FILE")
		delete(env, "MALL_ALIPAY_PUBLIC_KEY_FILE")
		env["MALL_ALIPAYSIM_DATA_DIR"] = s.Path("data", "alipaysim")
	}
	return env
}

// AuditEnv is what the auditor is told: everything, and an account that only reads.
func (s *Stack) AuditEnv() map[string]string {
	p := s.Ports()
	env := s.PartEnv(Instance{Part: Part{Name: "audit"}})
	delete(env, "MALL_LISTEN")
	env["MALL_DB_ADDR"] = Loopback(p.MariaDB)
	env["MALL_DB_NAME"] = ""
	env["MALL_DB_USER"] = AuditAccount
	env["MALL_DB_PASSWORD_FILE"] = s.Secret(DBSecret(AuditAccount))
	env["MALL_ALIPAYSIM_DATA_DIR"] = s.Path("data", "alipaysim")
	env["MALL_RABBITMQ_MGMT_FILE"] = s.Secret("rabbitmq_mgmt")
	return env
}

// Alipay's application and seller as the stand-in knows them.
const (
	DefaultAlipayApp    = "2021000000000001"
	DefaultAlipaySeller = "2088000000000001"
)

// DBSecret is the name of the secret with an account's password.
func DBSecret(account string) string { return "db_" + account }
