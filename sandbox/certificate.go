package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"
)

func (o *options) tlsFlags(flags *flag.FlagSet) *tlsFlags {
	t := &tlsFlags{}
	flags.BoolVar(&t.on, "tls", false, "serve over TLS, with a certificate of its own unless one is given")
	flags.StringVar(&t.cert, "cert", "", "the certificate `file` (PEM) for --tls")
	flags.StringVar(&t.key, "key", "", "the key `file` (PEM) for --tls")
	flags.StringVar(&t.certificate, "write-cert", "", "write the certificate of its own to this `file`, for clients to trust")
	return t
}

func (t *tlsFlags) apply(o *options) error {
	if !t.on {
		if t.cert != "" || t.key != "" || t.certificate != "" {
			return errors.New("--cert, --key and --write-cert need --tls")
		}
		return nil
	}
	certificate, err := t.load()
	if err != nil {
		return err
	}
	o.tls = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	return nil
}

// load reads the given certificate or makes one.
func (t *tlsFlags) load() (tls.Certificate, error) {
	if t.cert != "" || t.key != "" {
		certificate, err := tls.LoadX509KeyPair(t.cert, t.key)
		if err != nil {
			return certificate, fmt.Errorf("reading --cert and --key: %w", err)
		}
		return certificate, nil
	}
	certificate, err := selfSigned(time.Now())
	if err != nil || t.certificate == "" {
		return certificate, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]})
	if err := os.WriteFile(t.certificate, text, 0o644); err != nil { //nolint:gosec // a certificate is public
		return certificate, fmt.Errorf("writing --write-cert: %w", err)
	}
	return certificate, nil
}

// selfSigned makes a certificate for the names under which a sandbox is called
// in tests: the loopback host and the gateway's own domain.
func selfSigned(now time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making a key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(now.UnixNano()),
		Subject:               pkix.Name{CommonName: "Sage Intacct sandbox"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.AddDate(1, 0, 0),
		DNSNames:              []string{"localhost", "*.intacct.com", "sandbox"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
