// Command alipaysim is the local stand-in for Alipay's open platform. It is for development and tests, and does not start
// anywhere else.
package main

import (
	"context"
	"errors"
	"os"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/demodata"
	"gulimall/services/alipaysim"
	"gulimall/services/alipaysim/cmd/standin"
)

// Config holds the settings of the stand-in.
type Config struct {
	app.Config
	TimeScale    int    `env:"ALIPAYSIM_TIME_SCALE" envDefault:"60" doc:"how much faster than the real one the stand-in's schedule of notifications runs"`
	DataDir      string `env:"ALIPAYSIM_DATA_DIR" doc:"where the stand-in keeps its ledger; empty forgets it at exit"`
	PrivateKey   string `env:"ALIPAYSIM_PRIVATE_KEY_FILE,file" doc:"file with the stand-in's private key (PEM)" secret:"true"`
	AppPublicKey string `env:"ALIPAYSIM_APP_PUBLIC_KEY_FILE,file" doc:"file with the shop's public key (PEM), which the stand-in checks requests with"`
	AppID        string `env:"ALIPAY_APP_ID" doc:"the shop's app id at Alipay"`
	SellerID     string `env:"ALIPAY_SELLER_ID" doc:"the account at Alipay that is paid"`
}

func main() {
	os.Exit(app.Main[Config](app.Spec[Config]{Name: "alipaysim", Listen: "127.0.0.1:18009", Serve: serve}))
}

func serve(_ context.Context, kit *app.Kit, config *Config) error {
	if !config.Dev {
		return errors.New("the Alipay stand-in runs in development only (MALL_DEV=true)")
	}
	if config.TimeScale < 1 {
		return errors.New("setting MALL_ALIPAYSIM_TIME_SCALE: want 1 or more")
	}
	keys, err := alipaysim.ParseKeys([]byte(config.PrivateKey), []byte(config.AppPublicKey))
	if err != nil {
		return err
	}
	st, err := standin.New(standin.Settings{
		AppID: config.AppID, SellerID: config.SellerID, Keys: keys, Scale: alipaysim.Scale(config.TimeScale),
		DataDir: config.DataDir, Now: kit.Now, Log: kit.Log,
	})
	if err != nil {
		return err
	}
	if err := st.Sim.Remember(demoHistory(st.Sim.Now())); err != nil {
		return errors.Join(err, st.Close())
	}
	st.Routes(kit.Engine)
	kit.Go("notifications", func(ctx context.Context) error {
		return errors.Join(st.Run(ctx), st.Close())
	})
	return nil
}

// demoHistory is the demo shop's past as Alipay knows it.
func demoHistory(now time.Time) []alipaysim.Trade {
	var past []alipaysim.Trade
	for _, p := range demodata.Payments() {
		past = append(past, alipaysim.Trade{
			TradeNo: p.TradeNo, OutTradeNo: p.OrderSn, Amount: p.Amount, Subject: p.Subject, Status: alipaysim.TradeSuccess,
			CreatedAt: now.Add(-p.CreatedAgo), PaidAt: now.Add(-p.PaidAgo), ExpiresAt: now.Add(-p.PaidAgo),
		})
	}
	return past
}
