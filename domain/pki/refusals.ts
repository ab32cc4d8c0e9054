import { platformRefusal, type Refusal } from '../refusal.ts';

type Text = readonly [zh: string, en: string, accepted?: readonly [zh: string, en: string]];

/** One row for each way in which a certificate or signature is refused. */
const TEXTS = {
  'signature-malformed': [
    '签名不是 DER 编码的 CMS SignedData（RFC 5652），或者含有规定以外的内容',
    'the signature is not a CMS SignedData (RFC 5652) in DER, or holds what does not belong there',
    [
      '不含正文的 CMS 签名，一个签名人，如 openssl cms -sign -binary -cades -outform DER',
      'a detached CMS signature of one signer, e.g. openssl cms -sign -binary -cades -outform DER',
    ],
  ],
  'signature-algorithm': [
    '不接受此签名算法或者密钥长度',
    'this signature algorithm or key size is not accepted',
    [
      'RSA（2048至8192位）或者 ECDSA（P-256、P-384、P-521）配 SHA-256、SHA-384、SHA-512；SM2 配 SM3',
      'RSA of 2048 to 8192 bits or ECDSA on P-256, P-384, P-521 with SHA-256, SHA-384 or SHA-512; SM2 with SM3',
    ],
  ],
  'signature-attributes': [
    '签名缺少必需的已签属性，或者属性不合法',
    'a signed attribute that is needed is missing or malformed',
    [
      'content-type、message-digest、signing-time 和 ESS signing-certificate-v2',
      'content-type, message-digest, signing-time and ESS signing-certificate-v2',
    ],
  ],
  'signature-digest': [
    '签名所签的不是此内容：摘要不一致',
    'the signature is over something else: the digest differs',
  ],
  'signature-wrong': ['签名与证书的公钥不符', "the signature does not hold under the certificate's key"],
  'signature-certificate': [
    '签名没有指明它所附的签名人证书',
    'the signature does not name the signer certificate that it carries',
    [
      '附上签名人证书，并以 ESS signing-certificate-v2 指明',
      'carry the signer certificate and name it in ESS signing-certificate-v2',
    ],
  ],
  'signature-time': [
    '签名时间晚于收到的时间，或者不在证书有效期内',
    'the signing time lies after the receipt or outside the validity of the certificate',
    ['校正签名设备的时钟后重新签名', 'set the clock of the signing device and sign again'],
  ],
  'signature-repeated': ['此签名已提交过', 'this very signature was handed in before'],
  'certificate-malformed': ['不是 DER 或者 PEM 编码的 X.509 证书', 'not an X.509 certificate in DER or PEM'],
  'certificate-untrusted': [
    '证书不是由本平台互认的电子认证服务机构签发的',
    'the certificate was not issued by an authority on the trust list',
    ['GET /v1/trust-list 所列机构签发的证书', 'a certificate of an authority listed by GET /v1/trust-list'],
  ],
  'certificate-paths': [
    '所附证书相互签发的关系过于复杂，未予逐一核验',
    'the certificates could issue each other in too many ways to check them all',
    ['只附签名人证书及其上级证书', "the signer's certificate and those above it alone"],
  ],
  'authority-suspended': [
    '签发证书的机构已被暂停互认',
    'the authority that issued the certificate is suspended',
    ['其他互认机构签发的证书', 'a certificate of another authority'],
  ],
  'authority-removed': [
    '签发证书的机构已不在互认名录中',
    'the authority that issued the certificate was removed from the trust list',
    ['其他互认机构签发的证书', 'a certificate of another authority'],
  ],
  'certificate-expired': [
    '证书或者其上级证书已过有效期',
    'the certificate, or one above it, has expired',
    ['向签发机构办理更新后重新登记', 'have it renewed by its authority and register the new one'],
  ],
  'certificate-not-yet-valid': [
    '证书或者其上级证书尚未生效',
    'the certificate, or one above it, is not valid yet',
  ],
  'certificate-usage': [
    '证书的密钥用途不允许此项操作',
    'the key usage of the certificate does not allow this',
    [
      '密钥用途含数字签名或者抗抵赖的签名证书；加密证书不能用于签名',
      'a signing certificate: digitalSignature or nonRepudiation; an encryption certificate cannot sign',
    ],
  ],
  'certificate-authority': [
    '证书链中有证书不得签发下级证书',
    'a certificate of the chain may not issue the one below it',
  ],
  'certificate-extension': [
    '证书含有本平台不认识的关键扩展',
    'the certificate has a critical extension that this platform does not know',
  ],
  'certificate-revoked': ['证书已被签发机构吊销', 'the certificate was revoked by its authority'],
  'revocation-unknown': ['签发机构不认识此证书', 'the authority does not know this certificate'],
  'revocation-unreachable': [
    '无法向签发机构查询证书状态，按本平台的策略不予接受',
    "the authority cannot be asked about the certificate, and the platform's policy refuses then",
    ['稍后重试', 'try again later'],
  ],
  'certificate-uscc': [
    '证书所载统一社会信用代码与所代表的主体不一致',
    'the certificate does not carry the unified social credit code of the party',
    ['载有该主体统一社会信用代码的机构证书', "an organisation certificate with the party's code"],
  ],
  'certificate-party-name': [
    '证书所载单位名称与登记的名称不一致',
    'the certificate names another organisation than the party is to be called',
    [
      '按证书所载名称登记，或者由平台管理员依据证明材料核实',
      "register the name that the certificate bears, or have the platform's administrator prove it by evidence",
    ],
  ],
  'certificate-name': [
    '个人证书的姓名与登记的实名不一致',
    'the name in the personal certificate is not the registered one',
  ],
  'certificate-unregistered': [
    '签名证书未在本平台登记',
    'the signing certificate is not registered here',
    ['先以 POST /v1/certificates 登记', 'register it first: POST /v1/certificates'],
  ],
  'certificate-registered': ['此证书已登记', 'this certificate is registered already'],
  'certificate-not-yours': [
    '签名证书登记在他人名下',
    'the signing certificate is registered for somebody else',
  ],
  'certificate-withdrawn': [
    '证书已在本平台停用或者被更新',
    'the certificate was withdrawn or replaced on this platform',
  ],
  'development-certificate': [
    '仅供开发的证书不能在生产中使用',
    'a development certificate is not accepted in production',
  ],
  'challenge-unknown': [
    '没有此质询',
    'there is no such challenge',
    ['POST /v1/challenges', 'POST /v1/challenges'],
  ],
  'challenge-expired': [
    '质询已过期',
    'the challenge has expired',
    ['POST /v1/challenges', 'POST /v1/challenges'],
  ],
  'challenge-used': [
    '质询已使用过',
    'the challenge was used before',
    ['POST /v1/challenges', 'POST /v1/challenges'],
  ],
  'challenge-not-yours': ['质询是发给他人的', 'the challenge was issued to somebody else'],
} as const satisfies Readonly<Record<string, Text>>;

export type PkiCode = keyof typeof TEXTS;
export const PKI_CODES = Object.keys(TEXTS) as PkiCode[];

/** Why a certificate, signature or challenge is refused; `detail` (e.g. an object identifier) follows the sentence. */
export function pkiRefusal(code: PkiCode, detail?: string): Refusal {
  const [zh, en, accepted] = TEXTS[code] as Text;
  const more = detail === undefined ? '' : `: ${detail}`;
  const instead = accepted === undefined ? null : { zh: accepted[0], en: accepted[1] };
  return platformRefusal(code, zh + more.replace(': ', '：'), en + more, instead);
}
